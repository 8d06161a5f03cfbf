using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Features.Webhooks;
using Focusflow.Functions.Foundation.Outgoing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Webhooks;

/// <summary>The real sender over TLS. Only the last step differs: a public address that was allowed is dialled on this machine.</summary>
public sealed class HttpWebhookSenderTests : IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.215.14");
    private static readonly Uri Url = new($"https://{TlsReceiver.Host}/hook?x=1");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TlsReceiver receiver = new();
    private readonly List<IPEndPoint> dialled = [];
    private readonly Queue<IPAddress[]> answers = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task A_message_arrives_as_it_was_signed_and_verifies_by_the_published_scheme()
    {
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var body = """{"type":"task_reminder","data":{"title":"日本 ✓"}}"""u8.ToArray();
        var now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        using var sender = Sender();

        (await SendAsync(sender, body, ("webhook-id", "m1"), ("webhook-timestamp", "1614265330"), ("webhook-signature", WebhookSignature.Sign(secret, "m1", now, body))))
            .ShouldBe(204);

        var (head, received) = receiver.Requests.ShouldHaveSingleItem();
        received.ShouldBe(body);
        head.ShouldStartWith("POST /hook?x=1 HTTP/1.1\r\n");
        head.ShouldContain($"Host: {TlsReceiver.Host}\r\n");
        head.ShouldContain("Content-Type: application/json\r\n");

        // The receiver's side, from nothing but the specification.
        string Header(string name) => head.Split("\r\n").Single(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Header("webhook-id")}.{Header("webhook-timestamp")}."), .. received];
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
        Header("webhook-signature").Split(' ').ShouldContain($"v1,{expected}");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2002:7f00:1::")]
    public async Task A_name_that_leads_to_an_address_that_is_not_public_is_never_connected_to(string address)
    {
        using var sender = Sender();
        answers.Enqueue([IPAddress.Parse(address)]);
        answers.Enqueue([Public, IPAddress.Parse(address)]);

        (await SendAsync(sender)).ShouldBeNull();
        (await SendAsync(sender)).ShouldBeNull();

        dialled.ShouldBeEmpty();
        receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_was_public_at_first_is_looked_up_again_at_the_next_connection()
    {
        receiver.Answer = async (stream, cancellation) =>
        {
            await TlsReceiver.SayAsync(stream, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", cancellation);
            throw new IOException("closed");
        };
        using var sender = Sender();
        answers.Enqueue([Public]);
        answers.Enqueue([IPAddress.Loopback]);

        (await SendAsync(sender)).ShouldBe(204);
        (await SendAsync(sender)).ShouldBeNull();

        dialled.ShouldBe([new IPEndPoint(Public, 443)]);
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: 0", 0)]
    [InlineData("Date: Sun, 01 Mar 2026 08:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2026 08:05:00 GMT", 300)]
    [InlineData("Date: Sun, 01 Mar 2026 08:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2026 07:00:00 GMT", null)]
    [InlineData("Retry-After: Sun, 01 Mar 2026 08:05:00 GMT", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("X-Nothing: 1", null)]
    public async Task What_Retry_After_says_is_told(string headers, int? seconds)
    {
        receiver.Answer = (stream, cancellation) =>
            TlsReceiver.SayAsync(stream, $"HTTP/1.1 503 Service Unavailable\r\n{headers}\r\nContent-Length: 0\r\n\r\n", cancellation);
        using var sender = Sender();

        (await PostAsync(sender)).ShouldBe(new WebhookAnswer(503, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null));
    }

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://localhost/hook")]
    public async Task The_real_resolver_refuses_this_machine(string url)
    {
        using var sender = new HttpWebhookSender(
            new PublicConnection(Dns.GetHostAddressesAsync, DialAsync), Soon, receiver.Trust);

        (await sender.PostAsync(new UriBuilder(url) { Port = receiver.EndPoint.Port }.Uri, NoHeaders, "{}"u8.ToArray(), CancellationToken.None)).Status.ShouldBeNull();

        dialled.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        using var sender = Sender();
        var unreachable = IPAddress.Parse("2606:4700::1111");
        answers.Enqueue([unreachable, Public]);

        (await SendAsync(sender)).ShouldBe(204);

        dialled.Select(endPoint => endPoint.Address).ShouldBe([unreachable, Public]);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_not_followed(int status)
    {
        receiver.Answer = (stream, cancellation) => TlsReceiver.SayAsync(
            stream, $"HTTP/1.1 {status} Moved\r\nLocation: https://{TlsReceiver.Host}/elsewhere\r\nContent-Length: 0\r\n\r\n", cancellation);
        using var sender = Sender();

        (await SendAsync(sender)).ShouldBe(status);

        receiver.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_given_up()
    {
        receiver.Answer = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        using var sender = Sender(patience: TimeSpan.FromMilliseconds(500));

        (await SendAsync(sender)).ShouldBeNull();

        receiver.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Headers_that_never_end_are_given_up()
    {
        receiver.Answer = async (stream, cancellation) =>
        {
            await TlsReceiver.SayAsync(stream, "HTTP/1.1 200 OK\r\n", cancellation);
            while (true)
                await TlsReceiver.SayAsync(stream, $"X-{Guid.NewGuid():N}: {new string('x', 1000)}\r\n", cancellation);
        };
        using var sender = Sender();

        (await SendAsync(sender)).ShouldBeNull();
    }

    [Fact]
    public async Task A_body_without_end_is_not_read()
    {
        var sent = 0L;
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (stream, cancellation) =>
        {
            await TlsReceiver.SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", cancellation);
            var much = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    await stream.WriteAsync(much, cancellation);
                    sent += much.Length;
                }
            }
            catch (IOException)
            {
                gone.SetResult();
                throw;
            }
        };
        using var sender = Sender();

        (await SendAsync(sender)).ShouldBe(200);

        // The connection is cut, after no more than what fits into the buffers on the way.
        await gone.Task.WaitAsync(Soon);
        sent.ShouldBeLessThan(32 * 1024 * 1024);
    }

    [Fact]
    public async Task A_certificate_for_another_name_or_of_another_authority_is_not_believed()
    {
        using var sender = Sender();
        (await sender.PostAsync(new Uri("https://other.example.com/"), NoHeaders, "{}"u8.ToArray(), CancellationToken.None)).Status.ShouldBeNull();

        await using var stranger = new TlsReceiver();
        using var careful = Sender(trust: stranger.Trust);
        (await SendAsync(careful)).ShouldBeNull();

        dialled.Count.ShouldBe(2);
        receiver.Requests.ShouldBeEmpty();
    }

    private static readonly Dictionary<string, string> NoHeaders = [];

    private HttpWebhookSender Sender(TimeSpan? patience = null, X509ChainPolicy? trust = null) => new(
        new PublicConnection((_, _) => Task.FromResult(answers.Count > 0 ? answers.Dequeue() : [Public]), DialAsync),
        patience ?? Soon,
        trust ?? receiver.Trust);

    private static async Task<int?> SendAsync(HttpWebhookSender sender, byte[]? body = null, params (string Name, string Value)[] headers) =>
        (await PostAsync(sender, body, headers)).Status;

    private static Task<WebhookAnswer> PostAsync(HttpWebhookSender sender, byte[]? body = null, params (string Name, string Value)[] headers) =>
        sender.PostAsync(Url, headers.ToDictionary(header => header.Name, header => header.Value), body ?? "{}"u8.ToArray(), CancellationToken.None);

    private async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        dialled.Add(endPoint);
        if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            throw new SocketException((int)SocketError.NetworkUnreachable);
        var client = new TcpClient();
        await client.ConnectAsync(receiver.EndPoint, cancellation);
        return client.GetStream();
    }
}
