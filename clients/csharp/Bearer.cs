using System.Net.Http.Headers;

namespace Focusflow.Clients;

/// <summary>Sends the access token of whoever has signed in.</summary>
internal sealed class Bearer() : DelegatingHandler(new HttpClientHandler())
{
    /// <summary>The access token; null before somebody has signed in.</summary>
    public string? Token { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return base.SendAsync(request, cancellationToken);
    }
}
