using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Commits what a wake-up has settled, with the notification or without.</summary>
internal static class ReminderCommit
{
    /// <summary>
    /// Commits the notification together with what settles its plan; when it was told already (a clock was turned back, a
    /// day was lived again in another zone) the plan alone: once is enough.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="settled">Makes the writes that settle the plan.</param>
    /// <param name="notification">The notification, or null when it is not wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it was made; null when somebody was faster: then read and decide again.</returns>
    public static async Task<Outcome<ReminderResult>?> CommitAsync(
        IDocumentStore store, Func<WriteSet> settled, NotificationDocument? notification, CancellationToken cancellation)
    {
        if (notification is not null)
        {
            var told = await settled().Create(notification).CommitAsync(store);
            if (told.Succeeded)
                Measures.Late(notification.NotificationKind, notification.CreatedAt, notification.MadeAt);
            if (told.Status != CommitStatus.Conflict)
                return told.Succeeded ? ReminderResult.Made : null;
        }

        return (await settled().CommitAsync(store)).Succeeded ? ReminderResult.NotWanted : null;
    }
}
