using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The token that a request is sent with.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// What <c>Authorization: Bearer</c> holds, or null. Nowhere else is a token looked for: in a URL it would end up in the
    /// logs of everything on the way.
    /// </summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;
    }
}
