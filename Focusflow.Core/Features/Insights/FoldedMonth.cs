using System.Text.Json.Serialization;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// A month as a look at all of it needs it. Focus and the ends of work stay by day; the hours are added up by weekday, which the first
/// seven days stand for, and everything else on the first day. So it reads like a month, and sums of it are those of the month.
/// </summary>
public sealed record FoldedMonth
{
    private const int Weekdays = 7;

    /// <summary><see cref="InsightMonth.FocusSeconds"/>.</summary>
    [JsonPropertyName("f")]
    public IReadOnlyList<int>? FocusSeconds { get; init; }

    /// <summary><see cref="InsightMonth.FocusSessions"/>.</summary>
    [JsonPropertyName("s")]
    public IReadOnlyList<int>? FocusSessions { get; init; }

    /// <summary><see cref="InsightMonth.Shutdown"/>.</summary>
    [JsonPropertyName("x")]
    public IReadOnlyList<int>? Shutdown { get; init; }

    /// <summary>
    /// The sums of <see cref="InsightMonth.BreakSeconds"/>, <see cref="InsightMonth.Breaks"/>, <see cref="InsightMonth.Created"/>,
    /// <see cref="InsightMonth.Completed"/>, <see cref="InsightMonth.OnTime"/>, <see cref="InsightMonth.EstimatedMinutes"/> and
    /// <see cref="InsightMonth.RealSeconds"/>.
    /// </summary>
    [JsonPropertyName("n")]
    public IReadOnlyList<int>? Sums { get; init; }

    /// <summary><see cref="InsightMonth.Hours"/> by the weekdays of the first seven days.</summary>
    [JsonPropertyName("h")]
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? Hours { get; init; }

    /// <summary>The sums of <see cref="InsightMonth.Tags"/>.</summary>
    [JsonPropertyName("t")]
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? Tags { get; init; }

    /// <summary>A month folded.</summary>
    public static FoldedMonth Of(InsightMonth month) => new()
    {
        FocusSeconds = month.FocusSeconds,
        FocusSessions = month.FocusSessions,
        Shutdown = month.Shutdown,
        Sums = [month.BreakSeconds.Sum(), month.Breaks.Sum(), month.Created.Sum(), month.Completed.Sum(), month.OnTime.Sum(), month.EstimatedMinutes.Sum(), month.RealSeconds.Sum()],
        Hours = month.Hours.ToDictionary(hour => hour.Key, hour => (IReadOnlyList<int>)ByWeekday(hour.Value), StringComparer.Ordinal),
        Tags = month.Tags.ToDictionary(tag => tag.Key, tag => OnFirst(tag.Value.Sum()), StringComparer.Ordinal),
    };

    /// <summary>As a month, for adding up all of it.</summary>
    public InsightMonth ToMonth(string userId, YearMonth month)
    {
        var sums = Sums ?? [];
        return InsightMonth.Empty(userId, month) with
        {
            FocusSeconds = FocusSeconds ?? [],
            FocusSessions = FocusSessions ?? [],
            Shutdown = Shutdown ?? [],
            BreakSeconds = OnFirst(sums.ElementAtOrDefault(0)),
            Breaks = OnFirst(sums.ElementAtOrDefault(1)),
            Created = OnFirst(sums.ElementAtOrDefault(2)),
            Completed = OnFirst(sums.ElementAtOrDefault(3)),
            OnTime = OnFirst(sums.ElementAtOrDefault(4)),
            EstimatedMinutes = OnFirst(sums.ElementAtOrDefault(5)),
            RealSeconds = OnFirst(sums.ElementAtOrDefault(6)),
            Hours = Hours ?? new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal),
            Tags = Tags ?? new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<int> OnFirst(int sum) => sum == 0 ? [] : [sum];

    private static int[] ByWeekday(IReadOnlyList<int> column)
    {
        var sums = new int[Weekdays];
        for (var day = 0; day < column.Count; day++)
            sums[day % Weekdays] += column[day];
        return sums;
    }
}
