using Focusflow.Core.Foundation.Input;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The query string of a request.</summary>
public static class ParameterExtensions
{
    /// <summary>Reads its parameters; times without an offset are the caller's local time.</summary>
    public static ParameterReader Parameters(this HttpRequest request)
    {
        var query = request.Query;
        return new ParameterReader(name => query[name], request.Caller().Calendar) { Names = query.Keys };
    }
}
