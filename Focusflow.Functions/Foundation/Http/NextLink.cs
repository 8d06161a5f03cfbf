using System.Text;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The <c>Link</c> header (RFC 8288) that leads to the next page.</summary>
internal static class NextLink
{
    /// <summary>
    /// The same path and query with another cursor. Relative to the host, so that it is right behind any proxy and a
    /// forged <c>Host</c> cannot lead a client elsewhere.
    /// </summary>
    public static string Write(HttpRequest request, string cursor)
    {
        var link = new StringBuilder("<").Append(request.PathBase.ToUriComponent()).Append(request.Path.ToUriComponent()).Append('?');
        foreach (var (name, values) in request.Query)
        {
            if (name.Equals("cursor", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var value in values)
                link.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value ?? "")).Append('&');
        }

        return link.Append("cursor=").Append(Uri.EscapeDataString(cursor)).Append(">; rel=\"next\"").ToString();
    }
}
