namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>Notes what tests send and get that no log may show.</summary>
internal sealed class WatchedClient(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            SecretsSent.Collect(await content.ReadAsByteArrayAsync(cancellationToken), isAccount: false);
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        var isAccount = path.StartsWith("/api/auth/", StringComparison.Ordinal) || path.StartsWith("/api/users/", StringComparison.Ordinal);
        if (answer.Content.Headers.ContentType?.MediaType == "application/json" && (isAccount || path.StartsWith("/api/webhooks", StringComparison.Ordinal)))
            SecretsSent.Collect(await answer.Content.ReadAsByteArrayAsync(cancellationToken), isAccount);
        return answer;
    }
}
