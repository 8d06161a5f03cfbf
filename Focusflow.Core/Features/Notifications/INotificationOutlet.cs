using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Notifications;

/// <summary>Takes new notifications that nobody has read, once or again after a crash, to bring them elsewhere.</summary>
public interface INotificationOutlet
{
    /// <summary>Takes those of one user. Whatever it sets going has an id that follows from the notification.</summary>
    Task TakeAsync(string userId, IReadOnlyList<NotificationDocument> unread, IDurableTimers timers, CancellationToken cancellation);
}
