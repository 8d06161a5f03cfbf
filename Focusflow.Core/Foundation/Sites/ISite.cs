namespace Focusflow.Core.Foundation.Sites;

/// <summary>Where the service and its frontend are reached: makes addresses absolute, and knows its own ones again.</summary>
public interface ISite
{
    /// <summary>The absolute URL of an address as it is kept.</summary>
    string UrlOf(string kept);

    /// <summary>How an address is kept that a client sends: one of this site as its path, another as it is.</summary>
    string KeptOf(string url);
}

/// <summary>A site by its two addresses.</summary>
/// <param name="Service">Where the service is, such as <c>https://focusflow.example</c>, without a slash at the end; the API lies below it at <c>/api</c>.</param>
/// <param name="Frontend">Where the frontend is, likewise; null when nobody has said.</param>
public sealed record Site(string Service, string? Frontend) : ISite
{
    /// <summary>The path that the API lies below.</summary>
    public const string Api = "/api";

    // What lies elsewhere belongs to the frontend. Where that is not known, the API answers for it by the same name.
    private string Elsewhere => Frontend ?? Service + Api;

    /// <inheritdoc/>
    public string UrlOf(string kept) => !kept.StartsWith('/') ? kept : IsOfApi(kept) ? Service + kept : Elsewhere + kept;

    /// <inheritdoc/>
    public string KeptOf(string url) => Frontend is not null && PathIn(url, Frontend) is { } path && !IsOfApi(path) ? path : PathIn(url, Service) ?? url;

    private static bool IsOfApi(string path) => path.StartsWith(Api + "/", StringComparison.Ordinal);

    private static string? PathIn(string url, string site) =>
        url.StartsWith(site + "/", StringComparison.OrdinalIgnoreCase) ? url[site.Length..] : null;
}
