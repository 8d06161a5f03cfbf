using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>Short ways to say what a client sent and what is stored.</summary>
internal static class TaskSamples
{
    public const string UserId = "0199a000-0000-7000-8000-000000000001";

    public static DateTimeOffset Now { get; } = At("2025-09-26T22:00:00Z");

    public static DateTimeOffset At(string text) =>
        Timestamps.TryParse(text, UserCalendar.Utc, out var instant) ? instant : throw new FormatException(text);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static Outcome<TaskDocument> Create(string json, DateTimeOffset? now = null) =>
        TaskFields.ReadNew(Json(json), UserCalendar.Utc).Succeeded(out var sent, out var problem)
            ? TaskDecisions.Create("0199a000-0000-7000-8000-0000000000aa", UserId, sent, UserCalendar.Utc, now ?? Now)
            : problem;

    public static Outcome<TaskDocument> Update(this TaskDocument task, string json, DateTimeOffset? now = null, bool following = false) =>
        TaskFields.ReadChange(Json(json), UserCalendar.Utc).Succeeded(out var sent, out var problem)
            ? TaskDecisions.Update(task, sent, following, UserCalendar.Utc, now ?? Now)
            : problem;

    public static TaskDocument Task(string json = """{"title": "Write the report"}""", DateTimeOffset? now = null) => Create(json, now).Value;
}
