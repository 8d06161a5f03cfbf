using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.CalendarFeed;

/// <summary>
/// An iCalendar document. Calendar programs ask again and again, so it carries a version made from its content and a request
/// that names it gets 304. It may be kept by the program, which has to ask each time (an address can be revoked), but by no
/// cache in between. Saved by a browser, the file is not named after the secret.
/// </summary>
internal sealed class CalendarAnswer(string document) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var etag = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 16));
        var response = httpContext.Response;
        response.Headers.ETag = $"\"{etag}\"";
        response.Headers.CacheControl = "private, no-cache";
        if (httpContext.Request.TagThatNames(etag) is { } named)
        {
            response.Headers.ETag = named;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/calendar; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"focusflow.ics\"";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, CancellationToken.None);
    }
}
