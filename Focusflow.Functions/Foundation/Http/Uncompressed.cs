using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Kept with a request whose answer must not be compressed.</summary>
internal sealed class Uncompressed
{
    private static readonly Uncompressed Mark = new();

    /// <summary>Sends the answer to a request as it is, whatever the client accepts.</summary>
    public static void Keep(HttpContext http) => http.Features.Set(Mark);
}
