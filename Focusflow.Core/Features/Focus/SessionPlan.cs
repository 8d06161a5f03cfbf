using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Focus;

/// <summary>What a user asks for when starting a session.</summary>
/// <param name="Minutes">The running time, 1 to 480 minutes; null for a <see cref="Pomodoro"/>, as long as the user's settings say.</param>
/// <param name="Type">Focus or break.</param>
/// <param name="TaskId">The task it is spent on, or null.</param>
public sealed record SessionPlan(int? Minutes, SessionType Type = SessionType.Focus, string? TaskId = null)
{
    /// <summary>
    /// Reads <c>{duration_minutes, session_type?, task_id?}</c>, or <c>pomodoro</c> in place of the first; existing clients call the first two
    /// <c>planned_duration</c> and <c>type</c>. A <c>start_time</c> or <c>user_id</c> is not looked at: the server's clock and the token decide.
    /// </summary>
    public static Outcome<SessionPlan> Read(JsonElement sent, UserCalendar calendar)
    {
        var body = new FieldReader(sent, calendar);
        var type = body.Choice(body.NameOf("session_type", "type"), ["focus", "break"]);
        return ReadAs(type.Or("focus") == "break" ? SessionType.Break : SessionType.Focus, body);
    }

    /// <summary>Reads <c>{duration_minutes, task_id?}</c> of a break, whatever type it names.</summary>
    public static Outcome<SessionPlan> ReadBreak(JsonElement sent, UserCalendar calendar) =>
        ReadAs(SessionType.Break, new FieldReader(sent, calendar));

    private static Outcome<SessionPlan> ReadAs(SessionType type, FieldReader body)
    {
        var duration = body.NameOf("duration_minutes", "planned_duration");
        var minutes = body.WholeNumber(duration, 1, SessionRules.LongestMinutes);
        var isPomodoro = body.Flag("pomodoro").Or(false) == true;
        if (!minutes.IsSet && !isPomodoro)
            body.Fail(duration, $"{duration} is required, unless pomodoro is true: then it is as long as your settings say.");
        else if (minutes.IsSet && isPomodoro)
            body.Fail("pomodoro", $"pomodoro stands in place of {duration}: send one of them.");
        var task = body.Text("task_id", max: 64);
        Guid taskId = default;
        if (task.Or(null) is { } text && !Guid.TryParse(text, out taskId))
            body.Fail("task_id", "task_id must be the id of a task.");

        return body.Problem is { } problem
            ? problem
            : new SessionPlan(minutes.Or(null), type, taskId == default ? null : taskId.ToString());
    }
}
