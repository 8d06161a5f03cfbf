using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.Pictures;

/// <summary>A picture whose name says all: it never changes, and everybody may keep it. Opened by itself it may run nothing.</summary>
internal sealed class PublicPicture(string name, string mediaType, byte[] bytes) : IResult
{
    /// <summary>The version of a picture: what its name begins with.</summary>
    public static string TagOf(string name) => name[..name.LastIndexOf('.')];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, tag) = (httpContext.Response, TagOf(name));
        response.Headers.ETag = $"\"{tag}\"";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        if (httpContext.Request.TagThatNames(tag) is { } named)
        {
            response.Headers.ETag = named;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = mediaType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, CancellationToken.None);
    }
}
