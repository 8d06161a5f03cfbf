using Focusflow.Core.Foundation.Sites;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The site as the settings say where it is; as far as they do not, where the request was sent to.</summary>
/// <param name="service">Where the service is; null: where it is asked.</param>
/// <param name="frontend">Where the frontend is; null when nobody has said.</param>
internal sealed class Sites(Uri? service, Uri? frontend)
{
    private readonly Site? known = service is null ? null : new Site(WithoutSlash(service), WithoutSlash(frontend));

    /// <summary>The site that a request was sent to.</summary>
    public Site Of(HttpRequest request) => known ?? new Site($"{request.Scheme}://{request.Host.Value}", WithoutSlash(frontend));

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(url))]
    private static string? WithoutSlash(Uri? url) => url?.AbsoluteUri.TrimEnd('/');
}

/// <summary>The site of a request, found out when an address is met.</summary>
internal sealed class RequestSite(HttpRequest request) : ISite
{
    private static readonly Sites Unset = new(null, null);

    private Site? site;

    private Site Known => site ??= (request.HttpContext.Features.Get<Sites>() ?? Unset).Of(request);

    public string UrlOf(string kept) => Known.UrlOf(kept);

    public string KeptOf(string url) => Known.KeptOf(url);
}
