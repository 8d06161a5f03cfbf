using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Focus;

/// <summary>What a user asks for when starting a session.</summary>
/// <param name="Minutes">The running time, 1 to 480 minutes.</param>
/// <param name="Type">Focus or break.</param>
/// <param name="TaskId">The task it is spent on, or null.</param>
public sealed record SessionPlan(int Minutes, SessionType Type = SessionType.Focus, string? TaskId = null)
{
    /// <summary>
    /// Reads <c>{duration_minutes, session_type?, task_id?}</c>. A <c>start_time</c> or <c>user_id</c> is not looked at: the
    /// server's clock and the token decide.
    /// </summary>
    public static Outcome<SessionPlan> Read(JsonElement sent, UserCalendar calendar)
    {
        var body = new FieldReader(sent, calendar);
        var minutes = body.Require("duration_minutes", body.WholeNumber("duration_minutes", 1, SessionRules.LongestMinutes));
        var type = body.Choice("session_type", ["focus", "break"]);
        var task = body.Text("task_id", max: 64);
        Guid taskId = default;
        if (task.Or(null) is { } text && !Guid.TryParse(text, out taskId))
            body.Fail("task_id", "task_id must be the id of a task.");

        return body.Problem is { } problem
            ? problem
            : new SessionPlan(
                minutes.Value!.Value,
                type.Or("focus") == "break" ? SessionType.Break : SessionType.Focus,
                taskId == default ? null : taskId.ToString());
    }
}
