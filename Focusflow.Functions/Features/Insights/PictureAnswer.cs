using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.Insights;

/// <summary>
/// An SVG picture of a user's numbers, with a version made from its content. Opened by itself it may run nothing and ask nothing of
/// any place; its one style is its own.
/// </summary>
internal sealed class PictureAnswer(string picture) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Encoding.UTF8.GetBytes(picture);
        var etag = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 16));
        var response = httpContext.Response;
        response.Headers.ETag = $"\"{etag}\"";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        if (httpContext.Request.TagThatNames(etag) is { } named)
        {
            response.Headers.ETag = named;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "image/svg+xml; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, CancellationToken.None);
    }
}
