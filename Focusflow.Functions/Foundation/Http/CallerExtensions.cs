using Focusflow.Core.Foundation.Input;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The authenticated caller of a request.</summary>
public static class CallerExtensions
{
    /// <summary>
    /// Who is asking. There always is one, except in the few functions that are listed as public; asking there is a bug.
    /// </summary>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>()
        ?? throw new InvalidOperationException("A public function has no caller.");

    /// <summary>Says who is asking; done by the authentication middleware.</summary>
    internal static void SetCaller(this HttpContext http, Caller caller) => http.Features.Set(caller);
}
