using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Push;

/// <summary>What became of an attempt.</summary>
/// <param name="IsSettled">Whether the push service took it, or nobody wants it any more; else it shall be tried again.</param>
/// <param name="RetryAfter">How long the push service wants to be left alone, if it says so.</param>
public sealed record PushAttempt(bool IsSettled, TimeSpan? RetryAfter = null)
{
    /// <summary>Nothing more is to be done.</summary>
    public static PushAttempt Settled { get; } = new(IsSettled: true);
}

/// <summary>What a push service answered.</summary>
/// <param name="Status">The status; null when there was no answer.</param>
/// <param name="RetryAfter">What its <c>Retry-After</c> says, if anything.</param>
public sealed record PushAnswer(int? Status, TimeSpan? RetryAfter = null);

/// <summary>Encrypts and sends; the only thing here that touches the network.</summary>
public interface IPushSender
{
    /// <summary>Sends a message to a browser's push service.</summary>
    Task<PushAnswer> SendAsync(PushSubscription browser, PushMessage message, CancellationToken cancellation);
}

/// <summary>Attempts to push what was ordered.</summary>
/// <param name="store">The store.</param>
/// <param name="sender">Sends.</param>
/// <param name="subscribing">Ends subscriptions that are good for nothing any more.</param>
/// <param name="mail">Whether anybody asks what has been pushed: only mail does.</param>
/// <param name="options">The service's own key.</param>
/// <param name="outgoing">Where it may be sent to.</param>
/// <param name="clock">The server's clock.</param>
public sealed class PushDelivery(
    IDocumentStore store, IPushSender sender, PushSubscribing subscribing, IMailSender mail, PushOptions options, OutgoingOptions outgoing, TimeProvider clock)
{
    private const int NotFound = 404;
    private const int Gone = 410;
    private const int TooLarge = 413;

    /// <summary>The pauses between attempts, as long as it is not stale.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(7),
    ];

    /// <summary>When it is tried again: after the pause, or later when the push service wants so; null when it was the last attempt.</summary>
    /// <param name="failed">How many came before this one.</param>
    /// <param name="retryAfter">How long the push service wants to be left alone.</param>
    /// <param name="staleAt">From when on it is of no use.</param>
    /// <param name="now">Now.</param>
    public static DateTime? Next(int failed, TimeSpan? retryAfter, DateTime staleAt, DateTime now)
    {
        if (failed >= Pauses.Count)
            return null;
        var pause = retryAfter > Pauses[failed] ? retryAfter.Value : Pauses[failed];
        return pause < staleAt - now ? now + pause : null;
    }

    /// <summary>One attempt. What has been read meanwhile is not sent; a browser that is gone is subscribed no more.</summary>
    public async Task<PushAttempt> AttemptAsync(PushOrder order, CancellationToken cancellation = default)
    {
        if (options.Key is not { } key || clock.GetUtcNow() >= order.StaleAt
            || (await store.ReadAsync<PushSubscriptions>(order.UserId, PushSubscriptions.DocumentId, cancellation))?.Find(order.SubscriptionId) is not { } browser
            || await store.ReadAsync<NotificationDocument>(order.UserId, order.NotificationId, cancellation) is not { Read: false } notification
            || await store.ReadAsync<Account>(order.UserId, Account.DocumentId, cancellation) is not { } account
            || Reaching.TimeOf(notification, account, Channel.Push) is not { } time)
        {
            return PushAttempt.Settled;
        }

        var now = clock.GetUtcNow();
        if (time > now)
            return new PushAttempt(IsSettled: false, time - now); // the quiet hours have been changed
        if (!browser.IsLive(await store.ReadAsync<Access>(order.UserId, Access.DocumentId, cancellation), key.Public, now)
            || PublicUrl.Parse(browser.Endpoint, out _, outgoing.AllowLoopback) is null)
        {
            return await EndAsync(order, cancellation);
        }

        var answer = await sender.SendAsync(browser, PushMessage.Of(notification, order.StaleAt, now), cancellation);
        Count(notification.NotificationKind, answer.Status);
        switch (answer.Status)
        {
            case >= 200 and < 300:
                await NoteAsync(notification);
                return PushAttempt.Settled;
            case NotFound or Gone:
                return await EndAsync(order, cancellation);
            case TooLarge:
                return PushAttempt.Settled;
            default:
                return new PushAttempt(IsSettled: false, answer.RetryAfter);
        }
    }

    private async Task<PushAttempt> EndAsync(PushOrder order, CancellationToken cancellation)
    {
        await subscribing.RemoveAsync(order.UserId, order.SubscriptionId, cancellation);
        return PushAttempt.Settled;
    }

    // It has been sent, so it is not sent again if this fails; then a mail may follow.
    private async Task NoteAsync(NotificationDocument notification)
    {
        if (!mail.CanSend || !NotificationKind.Timed.Contains(notification.NotificationKind, StringComparer.Ordinal))
            return;
        try
        {
            await WriteSet.ForUser(notification.UserId).Create(ReachedMark.Of(notification.UserId, notification.Id, ReachedMark.ByPush)).CommitAsync(store);
        }
        catch (StoreUnavailableException)
        {
            // See above.
        }
    }

    private static void Count(string kind, int? status)
    {
        if (Measures.Pushes.Enabled)
        {
            Measures.Pushes.Add(1, new("focusflow.push.kind", kind), new("focusflow.push.outcome", status switch
            {
                null => "unanswered",
                >= 200 and < 300 => "taken",
                NotFound or Gone => "gone",
                _ => "refused",
            }));
        }
    }
}
