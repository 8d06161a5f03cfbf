using System.Text.Json;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionPlanTests
{
    [Theory]
    [InlineData("""{"duration_minutes": 30, "session_type": "focus"}""", 30, SessionType.Focus)]
    [InlineData("""{"duration_minutes": 5, "session_type": "break"}""", 5, SessionType.Break)]
    [InlineData("""{"duration_minutes": 1}""", 1, SessionType.Focus)]
    [InlineData("""{"pomodoro": true}""", null, SessionType.Focus)]
    [InlineData("""{"type": "break", "pomodoro": true}""", null, SessionType.Break)]
    [InlineData("""{"duration_minutes": 480, "user_id": 7, "start_time": "whenever"}""", 480, SessionType.Focus)]
    [InlineData("""{"planned_duration": 30, "type": "break"}""", 30, SessionType.Break)]
    [InlineData("""{"duration_minutes": 20, "planned_duration": "x", "session_type": "focus", "type": "nap"}""", 20, SessionType.Focus)]
    public void What_is_asked_for_is_read(string body, int? minutes, SessionType type) =>
        Read(body).Value.ShouldBe(new SessionPlan(minutes, type));

    [Theory]
    [InlineData("""{}""", "duration_minutes")]
    [InlineData("""{"session_type": "break"}""", "duration_minutes")]
    [InlineData("""{"pomodoro": false}""", "duration_minutes")]
    [InlineData("""{"pomodoro": null, "duration_minutes": 30}""", "pomodoro")]
    [InlineData("""{"pomodoro": "yes", "duration_minutes": 30}""", "pomodoro")]
    [InlineData("""{"pomodoro": true, "duration_minutes": 30}""", "pomodoro")]
    [InlineData("""{"duration_minutes": 0}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": 481}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": 2.5}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": "30"}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": null}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": 30, "session_type": "nap"}""", "session_type")]
    [InlineData("""{"duration_minutes": 30, "type": "nap"}""", "type")]
    [InlineData("""{"planned_duration": 0}""", "planned_duration")]
    [InlineData("""{"planned_duration": null}""", "planned_duration")]
    [InlineData("""{"duration_minutes": true}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": ""}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": null, "planned_duration": 5}""", "duration_minutes")]
    [InlineData("""{"duration_minutes": 30, "session_type": null}""", "session_type")]
    [InlineData("""{"duration_minutes": 30, "task_id": "the first one"}""", "task_id")]
    public void What_is_wrong_is_named(string body, string field)
    {
        var problem = Read(body).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Invalid);
        problem.Errors!.Keys.ShouldBe([field]);
    }

    [Fact]
    public void A_break_is_a_break_whatever_it_is_called() =>
        SessionPlan.ReadBreak(JsonElement.Parse("""{"planned_duration": 5, "type": "short", "session_type": "focus"}"""), UserCalendar.Utc).Value
            .ShouldBe(new SessionPlan(5, SessionType.Break));

    [Fact]
    public void Ids_of_tasks_are_read_in_any_form_of_a_guid() =>
        Read("""{"duration_minutes": 30, "task_id": "{0199EE00-0000-7000-8000-0000000000AB}"}""").Value.TaskId
            .ShouldBe("0199ee00-0000-7000-8000-0000000000ab");

    [Fact]
    public void The_reading_describes_itself() =>
        FieldReader.Describe((body, calendar) => SessionPlan.Read(body, calendar)).Select(rule => rule.Name)
            .ShouldBe(["duration_minutes", "session_type", "task_id", "pomodoro", "planned_duration", "type"], ignoreOrder: true);

    private static Outcome<SessionPlan> Read(string body)
    {
        using var parsed = JsonDocument.Parse(body);
        return SessionPlan.Read(parsed.RootElement, UserCalendar.Utc);
    }
}
