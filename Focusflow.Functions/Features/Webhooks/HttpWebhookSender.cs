using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Focusflow.Core.Features.Webhooks;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>
/// Posts webhooks over https (http to this machine, where that is allowed), to public addresses only (see <see cref="PublicConnection"/>): a name that was public when it
/// was registered may lead elsewhere later. Redirects and proxies are not followed.
/// </summary>
internal sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // What an answer says after its status is of no interest; a little is read so that the connection can be used again.
    private const int MostOfBody = 16 * 1024;

    private readonly HttpClient client;

    public HttpWebhookSender(WebhookOptions options)
        : this(options.AllowLoopback ? PublicConnection.RealOrHere : PublicConnection.Real, Patience, trust: null)
    {
    }

    /// <summary>With other ways to connect and other certificates to trust than the machine's; for tests.</summary>
    internal HttpWebhookSender(PublicConnection connection, TimeSpan patience, X509ChainPolicy? trust)
    {
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostOfBody,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
            ConnectCallback = connection.OpenAsync,
        })
        {
            Timeout = patience,
        };
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
            return new WebhookAnswer((int)answer.StatusCode, RetryAfter(answer.Headers));
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

    // A date is meant by the clock that it was written by.
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } then && headers.Date is { } now && then > now ? then - now : null);

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
