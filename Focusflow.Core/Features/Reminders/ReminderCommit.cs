using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Commits what a wake-up has settled, with notifications or without.</summary>
internal static class ReminderCommit
{
    /// <summary>Commits what settles a plan, with at most one notification; see the other.</summary>
    public static Task<Outcome<ReminderResult>?> CommitAsync(
        IDocumentStore store, Func<WriteSet> settled, NotificationDocument? notification, CancellationToken cancellation) =>
        CommitAsync(store, settled, notification is null ? [] : [notification], cancellation);

    /// <summary>
    /// Commits the notifications together with what settles their plan; those that were told already (a clock was turned back, a
    /// day was lived again in another zone) are left out: once is enough.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="settled">Makes the writes that settle the plan.</param>
    /// <param name="notifications">The notifications; none when nothing is to be told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether any was made; null when somebody was faster: then read and decide again.</returns>
    public static async Task<Outcome<ReminderResult>?> CommitAsync(
        IDocumentStore store, Func<WriteSet> settled, IReadOnlyList<NotificationDocument> notifications, CancellationToken cancellation)
    {
        var told = await TryAsync(store, settled, notifications);
        if (told.Status != CommitStatus.Conflict || notifications.Count == 0)
            return ResultOf(told, notifications);

        // Of one alone it is known which is there.
        var ids = notifications.Select(one => one.Id).ToList();
        var there = ids.Count == 1
            ? ids
            : [.. (await store.ReadSomeAsync(Containers.UserData, notifications[0].UserId, ids, cancellation)).All<NotificationDocument>().Select(one => one.Id)];
        IReadOnlyList<NotificationDocument> fresh = [.. notifications.Where(one => !there.Contains(one.Id, StringComparer.Ordinal))];
        return ResultOf(await TryAsync(store, settled, fresh), fresh);
    }

    private static async Task<CommitResult> TryAsync(IDocumentStore store, Func<WriteSet> settled, IReadOnlyList<NotificationDocument> notifications)
    {
        var writes = settled();
        foreach (var notification in notifications)
            writes.Create(notification);
        return await writes.CommitAsync(store);
    }

    private static Outcome<ReminderResult>? ResultOf(CommitResult commit, IReadOnlyList<NotificationDocument> notifications)
    {
        if (!commit.Succeeded)
            return null;
        foreach (var notification in notifications)
            Measures.Late(notification.NotificationKind, notification.CreatedAt, notification.MadeAt);
        return notifications.Count > 0 ? ReminderResult.Made : ReminderResult.NotWanted;
    }
}
