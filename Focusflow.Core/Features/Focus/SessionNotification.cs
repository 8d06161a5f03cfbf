using System.Globalization;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>Tells the user about every completed focus session. Breaks and sessions that were stopped are not told.</summary>
/// <param name="clock">The server's clock.</param>
public sealed class SessionNotification(TimeProvider clock) : ISessionEnded
{
    /// <inheritdoc/>
    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation)
    {
        if (session is { Status: SessionStatus.Completed, SessionType: SessionType.Focus, EndedAt: { } ended })
            writes.Create(Of(session, ended));
        return ValueTask.CompletedTask;
    }

    private NotificationDocument Of(FocusSession session, DateTimeOffset ended)
    {
        var minutes = (int)session.Recorded.TotalMinutes;
        return NotificationDocument.Of(
            session.UserId,
            NotificationKind.SessionCompleted,
            cause: "session:" + session.Id,
            title: "Focus session completed",
            message: string.Create(CultureInfo.InvariantCulture, $"You focused for {minutes} {(minutes == 1 ? "minute" : "minutes")}."),
            at: ended,
            madeAt: clock.Now(),
            data: new JsonObject
            {
                ["session_id"] = session.Id,
                ["task_id"] = session.TaskId,
                ["end_time"] = Timestamps.Write(ended),
                ["actual_duration"] = minutes,
            },
            beside: session.Id);
    }
}
