using System.Text.Json.Serialization;

namespace Focusflow.Core.Features.Insights;

/// <summary>What somebody did in some days, in numbers.</summary>
/// <param name="From">The first day, <c>yyyy-MM-dd</c>.</param>
/// <param name="To">The last day.</param>
/// <param name="Focus">Focus.</param>
/// <param name="Tasks">Tasks.</param>
/// <param name="Breaks">Breaks.</param>
/// <param name="Shutdown">The ends of the days.</param>
/// <param name="Previous">As many days before, for comparison.</param>
public sealed record InsightReport(
    string From, string To, FocusInsights Focus, TaskInsights Tasks, BreakInsights Breaks, ShutdownInsights Shutdown, PreviousInsights Previous);

/// <summary>The days before, without the details.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Focus">Focus.</param>
/// <param name="Tasks">Tasks.</param>
/// <param name="Breaks">Breaks.</param>
/// <param name="Shutdown">The ends of the days.</param>
public sealed record PreviousInsights(
    string From, string To, FocusTotals Focus, TaskInsights Tasks, BreakInsights Breaks, ShutdownInsights Shutdown);

/// <summary>Focus in total.</summary>
/// <param name="Seconds">The running time of completed focus sessions.</param>
/// <param name="Sessions">How many there were.</param>
/// <param name="WorkingHours">How much of it was in the hours of work; null without any hours of work.</param>
public sealed record FocusTotals(int Seconds, int Sessions, FocusAndWork? WorkingHours);

/// <summary>
/// Focus beside the hours of work, as <c>work_start_time</c>, <c>work_end_time</c> and <c>work_days</c> are now. By the hour: of one that lies partly in the
/// hours of work that part is inside. Sessions of which no hours are kept are in none of the three.
/// </summary>
/// <param name="InsideSeconds">In the hours of work.</param>
/// <param name="OutsideSeconds">At other hours of days of work.</param>
/// <param name="DaysOffSeconds">On days off.</param>
public sealed record FocusAndWork(int InsideSeconds, int OutsideSeconds, int DaysOffSeconds);

/// <summary>Focus.</summary>
/// <param name="Seconds">The running time of completed focus sessions.</param>
/// <param name="Sessions">How many there were.</param>
/// <param name="ByDay">Each day, also those without any.</param>
/// <param name="ByWeekdayHour">Seconds by weekday, Monday first, and by the hour on the clock, 0 to 23.</param>
/// <param name="ByTag">Seconds by the tags of the tasks, the most first; a session for a task with two tags is in both.</param>
/// <param name="WorkingHours">How much of it was in the hours of work; null without any hours of work.</param>
public sealed record FocusInsights(
    int Seconds,
    int Sessions,
    IReadOnlyList<FocusOfDay> ByDay,
    IReadOnlyList<IReadOnlyList<int>> ByWeekdayHour,
    IReadOnlyList<FocusOfTag> ByTag,
    FocusAndWork? WorkingHours);

/// <summary>The focus of a day.</summary>
/// <param name="Date">The day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Seconds">The running time of the completed focus sessions that started in it.</param>
/// <param name="Sessions">How many there were.</param>
public sealed record FocusOfDay(string Date, int Seconds, int Sessions);

/// <summary>The focus for a tag.</summary>
/// <param name="Tag">The tag, as it was when the sessions started.</param>
/// <param name="Seconds">The running time.</param>
public sealed record FocusOfTag(string Tag, int Seconds);

/// <summary>Tasks.</summary>
/// <param name="Created">Made in these days.</param>
/// <param name="Completed">Completed in these days.</param>
/// <param name="CompletedOnTime">Completed by the time they were due.</param>
/// <param name="EstimateRatio">The time spent for the time estimated, of completed tasks that have both: 1.5 is half as long again. Null without any.</param>
public sealed record TaskInsights(int Created, int Completed, int CompletedOnTime, double? EstimateRatio);

/// <summary>Breaks.</summary>
/// <param name="Seconds">The running time of completed break sessions.</param>
/// <param name="Count">How many there were.</param>
public sealed record BreakInsights(int Seconds, int Count);

/// <summary>The ends of the days.</summary>
/// <param name="Days">On how many a reflection was sent.</param>
/// <param name="MeanTime">When work ended in the mean, <c>H:MM</c>; <c>0:00</c> when that is not known of any day.</param>
/// <param name="LongestStreak">The most days in a row with a reflection; a day off without one breaks nothing.</param>
public sealed record ShutdownInsights(int Days, string MeanTime, int LongestStreak);

/// <summary>How insights are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InsightReport))]
public sealed partial class InsightsJson : JsonSerializerContext;
