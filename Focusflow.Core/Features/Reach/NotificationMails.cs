using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reach;

/// <summary>
/// Orders and writes the mails of notifications. Whether one is sent is decided twice: when the notification is new, so that most
/// cost nothing, and when the time has come, because it may have been read, or settings changed.
/// </summary>
public sealed class NotificationMails(IDocumentStore store, IMailSender sender, Unsubscribing unsubscribing, MailOptions options, TimeProvider clock)
    : INotificationOutlet, IMailComposer
{
    /// <summary>The kind of their orders.</summary>
    public const string Notification = "notification";

    private const string ByMail = "mail";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = [Notification];

    /// <inheritdoc/>
    public async Task TakeAsync(string userId, IReadOnlyList<NotificationDocument> unread, IDurableTimers timers, CancellationToken cancellation)
    {
        var mailed = unread.Where(one => Reaching.Mailed.Contains(one.NotificationKind, StringComparer.Ordinal)).ToList();
        if (mailed.Count == 0 || !sender.CanSend || await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { } account)
            return;
        foreach (var notification in mailed)
        {
            if (TimeOf(notification, account) is { } time)
                await timers.ScheduleAsync(new MailOrder(Notification, userId, notification.Id) { NotBefore = time }, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<Composition> ComposeAsync(MailOrder order, CancellationToken cancellation)
    {
        if (await store.ReadAsync<NotificationDocument>(order.Person, order.Cause, cancellation) is not { } notification
            || await store.ReadAsync<Account>(order.Person, Account.DocumentId, cancellation) is not { } account
            || TimeOf(notification, account) is not { } time
            || await IsReachedAsync(order, ByMail, cancellation))
        {
            return Composition.Nothing;
        }

        var waits = Reaching.Decide(notification.NotificationKind, account, Channel.Mail, default) == Passage.IfUnreached;
        if (waits && (notification.Read
            || await IsReachedAsync(order, ReachedMark.ByStream, cancellation)
            || await IsReachedAsync(order, ReachedMark.ByPush, cancellation)))
        {
            return Composition.Nothing;
        }

        if (time > clock.GetUtcNow())
            return Composition.NotYet;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = account.Name,
            ["title"] = notification.Title,
            ["message"] = notification.Message,
            ["due"] = DueOf(notification, account.Settings),
            ["link"] = options.FrontendUrl?.AbsoluteUri,
        };
        return new Composition(MailTemplates.Write(
            order with { Kind = notification.NotificationKind }, account.Email, "notice", values, unsubscribing.LinkOf(account.UserId)));
    }

    /// <inheritdoc/>
    public async Task SettleAsync(MailOrder order, MailResult result, CancellationToken cancellation)
    {
        if (result == MailResult.Refused)
            await Undeliverable.NoteAsync(store, order.Person, cancellation);
        else
            await WriteSet.ForUser(order.Person).Create(ReachedMark.Of(order.Person, order.Cause, ByMail)).CommitAsync(store);
    }

    /// <summary>When the task is due that it reminds of, as the user writes it; null for one without a due date.</summary>
    private static string? DueOf(NotificationDocument notification, UserSettings settings)
    {
        if (notification.Data["due_date"]?.GetValue<string>() is not { } sent)
            return null;
        var calendar = settings.ToCalendar();
        return DayText.TryParse(sent, out var day) ? settings.ToTimeStyle().Date(day)
            : Timestamps.TryParse(sent, calendar, out var instant) ? settings.ToTimeStyle().Moment(instant, calendar)
            : null;
    }

    private static DateTimeOffset? TimeOf(NotificationDocument notification, Account account) => Reaching.TimeOf(notification, account, Channel.Mail);

    private async Task<bool> IsReachedAsync(MailOrder order, string by, CancellationToken cancellation) =>
        await store.ReadAsync<ReachedMark>(order.Person, ReachedMark.IdOf(order.Cause, by), cancellation) is not null;
}
