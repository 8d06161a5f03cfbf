using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Which answers are compressed: those of a kind that shrinks (so no stream of events), that are long enough to gain by it, and that
/// hold no secret. The version of a compressed one is weak, since its bytes are others.
/// </summary>
/// <param name="services">Makes the compressors.</param>
/// <param name="options">The kinds.</param>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    /// <summary>The fewest bytes: a shorter answer fits into one packet anyway.</summary>
    public const int Least = 1024;

    /// <summary>The kinds.</summary>
    public static readonly string[] MediaTypes =
        ["application/json", "application/problem+json", "text/calendar", "text/html", "image/svg+xml"];

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < Least && context.Features.Get<Uncompressed>() is null && base.ShouldCompressResponse(context);

    public override ICompressionProvider? GetCompressionProvider(HttpContext context)
    {
        var chosen = base.GetCompressionProvider(context);
        var headers = context.Response.Headers;
        if (chosen is not null && headers.ETag is [{ } etag] && etag.StartsWith('"'))
            headers.ETag = $"W/{etag}";
        return chosen;
    }
}
