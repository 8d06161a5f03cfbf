using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Outgoing;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>
/// Posts webhooks over https (http to this machine, where that is allowed), to public addresses only (see <see cref="PublicConnection"/>): a name that was public when it
/// was registered may lead elsewhere later. Redirects and proxies are not followed.
/// </summary>
internal sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient client;

    public HttpWebhookSender(OutgoingOptions options)
        : this(PublicConnection.For(options), Patience, trust: null)
    {
    }

    /// <summary>With other ways to connect and other certificates to trust than the machine's; for tests.</summary>
    internal HttpWebhookSender(PublicConnection connection, TimeSpan patience, X509ChainPolicy? trust)
    {
        client = new HttpClient(OutgoingHttp.Handler(connection, trust)) { Timeout = patience };
    }

    public async Task<WebhookAnswer> PostAsync(
        Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("Focusflow-Webhooks/1.0");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new WebhookAnswer((int)answer.StatusCode, OutgoingHttp.RetryAfter(answer.Headers));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return new WebhookAnswer(null) { Problem = Words(error) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookAnswer(null) { Problem = "no answer within 15 seconds" };
        }
    }

    public void Dispose() => client.Dispose();

    // Of what lies behind the name no more is told than a developer needs: never an address.
    private static string Words(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the certificate or the TLS connection is not good",
        HttpRequestException { InnerException: PublicConnection.NotPublicException } or PublicConnection.NotPublicException => "the host has an address that is not public",
        _ when SocketErrorOf(error) is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "there is no such host",
        _ when SocketErrorOf(error) is SocketError.ConnectionRefused => "the connection was refused",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection could be made",
        _ => "the connection broke before there was an answer",
    };

    private static SocketError? SocketErrorOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }
}
