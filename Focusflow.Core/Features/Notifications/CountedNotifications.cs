using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Notifications;

/// <summary>Counts the notifications that this process commits (<see cref="Measures.Notifications"/>), while anybody listens.</summary>
public sealed class CountedNotifications : ICommitObserver
{
    /// <inheritdoc/>
    public void Committed(DocumentBatch batch)
    {
        if (!Measures.Notifications.Enabled)
            return;
        foreach (var write in batch.Writes)
        {
            if (write is DocumentWrite.Create { Kind: var kind } created && kind == NotificationDocument.KindName)
            {
                var notification = JsonSerializer.Deserialize(created.Json.Span, NotificationDocument.JsonType)!;
                Measures.Notifications.Add(1, new KeyValuePair<string, object?>("focusflow.notification.kind", notification.NotificationKind));
            }
        }
    }
}
