using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.Notifications;

/// <summary>
/// One stream from its first byte to its last. It sleeps until it is woken: by news, every 20 seconds for a sign of life, and
/// at its end. Every time it makes sure that the caller's session is still alive.
/// </summary>
internal sealed class NotificationStream(
    NotificationNews news, Authentication authentication, TimeProvider clock, StreamLimits limits, StreamListener listener)
{
    private const string EventName = "notification";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);

    /// <summary>Streams until it is time to end, the session is over, or the token says so.</summary>
    public async Task RunAsync(HttpContext http, string token, CancellationToken cancellation)
    {
        await using var heartbeat = clock.CreateTimer(_ => listener.Raise(StreamSignal.Heartbeat), null, Heartbeat, Heartbeat);
        await using var end = clock.CreateTimer(_ => listener.Raise(StreamSignal.End), null, limits.Duration, Timeout.InfiniteTimeSpan);

        // Before the first byte, so that an outage is still an answer that says so.
        var known = StreamPosition.Parse(http.Request.Headers["Last-Event-ID"].ToString(), clock.GetUtcNow());
        var position = known ?? await news.BeginAsync(listener.UserId, cancellation);
        var stream = new EventStream(http.Response);
        await stream.OpenAsync(Retry, known is null ? position.ToString() : null, cancellation);
        listener.Raise(StreamSignal.News);

        for (var owed = StreamSignal.None; !listener.Ends;)
        {
            var signals = await listener.TakeAsync(cancellation) | owed;
            if (signals.HasFlag(StreamSignal.End))
                return;
            try
            {
                if (!(await authentication.AuthenticateAsync(token, cancellation)).Succeeded(out _, out _))
                    return;
                if (signals.HasFlag(StreamSignal.News))
                    await SendNewsAsync(stream, position, cancellation);
                owed = StreamSignal.None;
            }
            catch (StoreUnavailableException)
            {
                owed = StreamSignal.News; // with the next sign of life; the connection is none the worse for it
            }

            // After the news, so that a sign of life also says that everything until then has been sent.
            if (signals.HasFlag(StreamSignal.Heartbeat))
                await stream.CommentAsync("heartbeat", cancellation);
        }
    }

    private async Task SendNewsAsync(EventStream stream, StreamPosition position, CancellationToken cancellation)
    {
        await foreach (var notification in news.ReadAsync(listener.UserId, position, cancellation))
        {
            await stream.SendAsync(
                EventName, position.ToString(), notification, NotificationJson.Default.NotificationResource, cancellation);
            if (listener.Ends)
                return; // the rest comes after reconnecting
        }
    }
}
