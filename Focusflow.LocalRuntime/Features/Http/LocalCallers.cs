using System.Net;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Features.Http;

/// <summary>
/// Who may call what needs no key: programs on this machine and the runtime's own page. A page of another site, open in
/// the developer's browser, may not: it can neither send what changes anything, nor read by giving its own name the
/// address of this machine (DNS rebinding).
/// </summary>
internal static class LocalCallers
{
    private static readonly PathString Own = "/runtime";
    private static readonly PathString Keyed = "/runtime/webhooks";

    /// <summary>Whether a path is one of those that need no key; there, no other origin is let in by CORS.</summary>
    public static bool Concern(PathString path) =>
        path.StartsWithSegments(Own, StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments(Keyed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it came to this machine under a name of this machine.</summary>
    public static bool IsLocal(HttpRequest request) => IsLocal(request.Host.Host);

    /// <summary>Whether an origin, such as <c>http://localhost:5174</c>, is of this machine.</summary>
    public static bool IsLocalOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLocal(uri.Host);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>
    /// Whether it comes from a program or from a page of this very origin. Browsers name the origin with every request that
    /// changes something, and say with every request how that origin is related; programs such as curl do neither.
    /// </summary>
    public static bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        string? origin = request.Headers.Origin;
        return (site is null or "same-origin" or "none")
            && (origin is null || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
