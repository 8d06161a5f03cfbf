using System.Net;
using System.Net.Sockets;
using System.Text;
using Focusflow.Core.Features.Push;
using Focusflow.Functions.Features.Push;
using Focusflow.Functions.Foundation.Outgoing;
using Focusflow.Tests.Features.Webhooks;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

/// <summary>Push services that are not as they should be, over the connection that webhooks go over.</summary>
public sealed class WebPushSenderTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly PushMessage Message = new("{}"u8.ToArray(), "topic", TimeSpan.FromSeconds(90.5), IsUrgent: false);

    private readonly TlsReceiver receiver = new();
    private readonly PushBrowser browser = new();
    private IPAddress address = IPAddress.Parse("93.184.216.34");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_push_goes_over_TLS_to_a_public_address()
    {
        receiver.Answer = (stream, cancellation) => TlsReceiver.SayAsync(stream, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", cancellation);

        (await SendAsync()).ShouldBe(new PushAnswer(201));

        var (head, body) = receiver.Requests.ShouldHaveSingleItem();
        head.ShouldStartWith("POST /send/1 HTTP/1.1");
        head.ShouldContain("TTL: 91");
        head.ShouldContain("Topic: topic");
        head.ShouldNotContain("Urgency");
        browser.Decrypt(body).ShouldBe("{}");
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_leads_into_a_private_network_is_not_followed(string to)
    {
        address = IPAddress.Parse(to);

        (await SendAsync()).ShouldBe(new PushAnswer(null));
        receiver.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://hooks.example.com/other\r\nContent-Length: 0\r\n\r\n", 302, null)]
    [InlineData("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", 429, 120)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nDate: Wed, 18 Nov 2026 08:00:00 GMT\r\nRetry-After: Wed, 18 Nov 2026 08:01:00 GMT\r\nContent-Length: 0\r\n\r\n", 503, 60)]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\ngone", 410, null)]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 202, null)]
    [InlineData("nonsense\r\n\r\n", null, null)]
    public async Task What_a_push_service_answers_is_what_is_told_and_once(string answer, int? status, int? retryAfter)
    {
        receiver.Answer = (stream, cancellation) => TlsReceiver.SayAsync(stream, answer, cancellation);

        var told = await SendAsync();

        (told.Status is 201 ? 202 : told.Status).ShouldBe(status);
        told.RetryAfter.ShouldBe(retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        receiver.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(StatusCodes.Status201Created)]
    [InlineData(StatusCodes.Status500InternalServerError)]
    public async Task An_answer_without_an_end_is_not_read(int status)
    {
        receiver.Answer = async (stream, cancellation) =>
        {
            await TlsReceiver.SayAsync(stream, $"HTTP/1.1 {status} Whatever\r\nTransfer-Encoding: chunked\r\n\r\n", cancellation);
            var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
            for (var i = 0; i < 100_000; i++)
                await stream.WriteAsync(chunk, cancellation);
        };

        (await SendAsync()).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Silence_is_no_answer()
    {
        receiver.Answer = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);

        (await SendAsync()).ShouldBe(new PushAnswer(null));
    }

    private async Task<PushAnswer> SendAsync()
    {
        var options = new PushOptions { Key = PushKey.Of(new byte[32]) };
        using var sender = new WebPushSender(options, new PublicConnection((_, _) => Task.FromResult<IPAddress[]>([address]), DialAsync), Soon, receiver.Trust);
        var subscription = new PushSubscription(
            "id", $"https://{TlsReceiver.Host}/send/1", browser.P256dh, browser.Auth, options.Key.Public, "", DateTimeOffset.UnixEpoch);
        return await sender.SendAsync(subscription, Message, CancellationToken.None);
    }

    // Whatever public address was looked up, the receiver is here.
    private async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(receiver.EndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
