using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Outgoing;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using PushMessage = Focusflow.Core.Features.Push.PushMessage;
using PushSubscription = Focusflow.Core.Features.Push.PushSubscription;

namespace Focusflow.Functions.Features.Push;

/// <summary>
/// Encrypts (RFC 8291), signs (RFC 8292) and sends (RFC 8030) with the library, over the connection that webhooks go over: to public
/// addresses only.
/// </summary>
internal sealed class WebPushSender : IPushSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly PushOptions options;
    private readonly HttpClient http;
    private readonly PushServiceClient client;

    public WebPushSender(PushOptions options, OutgoingOptions outgoing)
        : this(options, PublicConnection.For(outgoing), Patience, trust: null)
    {
    }

    /// <summary>With other ways to connect and other certificates to trust than the machine's; for tests.</summary>
    internal WebPushSender(PushOptions options, PublicConnection connection, TimeSpan patience, X509ChainPolicy? trust)
    {
        this.options = options;
        http = new HttpClient(new PushServiceEdge(options, OutgoingHttp.Handler(connection, trust))) { Timeout = patience };

        // Its own waiting for a Retry-After would keep an activity busy; the orchestration waits.
        client = new PushServiceClient(http) { AutoRetryAfter = false };
    }

    public async Task<PushAnswer> SendAsync(PushSubscription browser, PushMessage message, CancellationToken cancellation)
    {
        using var vapid = VapidOf(options); // tokens live by the real clock, as push services do
        var subscription = new Lib.Net.Http.WebPush.PushSubscription { Endpoint = browser.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, browser.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, browser.Auth);
        using var content = new ReadOnlyMemoryContent(message.Json);
        var push = new Lib.Net.Http.WebPush.PushMessage(content)
        {
            Topic = message.Topic,
            TimeToLive = (int)Math.Ceiling(message.TimeToLive.TotalSeconds),
            Urgency = message.IsUrgent ? PushMessageUrgency.High : PushMessageUrgency.Normal,
        };
        try
        {
            await client.RequestPushMessageDeliveryAsync(subscription, push, vapid, cancellation);
            return new PushAnswer(201);
        }
        catch (PushServiceClientException refused)
        {
            return new PushAnswer((int)refused.StatusCode, refused.Headers is { } headers ? OutgoingHttp.RetryAfter(headers) : null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new PushAnswer(null);
        }
    }

    public void Dispose() => http.Dispose();

    private static VapidAuthentication VapidOf(PushOptions options) => new(options.Key!.Public, options.Key.Private) { Subject = options.Contact };

    /// <summary>
    /// What the library leaves to do: the audience of a token is an origin with its port (RFC 8292, 2), and what a push service says
    /// after its status is not read, however long it is.
    /// </summary>
    private sealed class PushServiceEdge(PushOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { IsDefaultPort: false } url)
            {
                using var vapid = VapidOf(options);
                request.Headers.Authorization = new AuthenticationHeaderValue(
                    "vapid", vapid.GetVapidSchemeAuthenticationHeaderValueParameter(url.GetLeftPart(UriPartial.Authority)));
            }

            request.Headers.UserAgent.ParseAdd("Focusflow-Push/1.0");
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Content.Dispose();
            answer.Content = new ByteArrayContent([]);
            return answer;
        }
    }
}
