using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>What something that was done counts in the numbers of its day. It follows from what is stored of it alone.</summary>
/// <param name="Day">The user's day it is recorded for.</param>
/// <param name="Counts">The columns it adds to, and how much.</param>
public sealed record InsightCause(LocalDate Day, IReadOnlyList<InsightCount> Counts)
{
    /// <summary>What a session counts; null for one that was not completed.</summary>
    public static InsightCause? Of(FocusSession session)
    {
        if (session.Status != SessionStatus.Completed)
            return null;
        var day = DayText.Parse(session.Day);
        var seconds = (int)(session.Recorded.Ticks / TimeSpan.TicksPerSecond);
        if (session.SessionType == SessionType.Break)
            return new InsightCause(day, [new(InsightColumn.BreakSeconds, seconds), new(InsightColumn.Breaks, 1)]);
        return new InsightCause(
            day,
            [
                new(InsightColumn.FocusSeconds, seconds),
                new(InsightColumn.FocusSessions, 1),
                .. (session.Tags ?? []).Select(tag => new InsightCount(InsightColumn.Tags, seconds, tag)),
                .. HourSplit.Of(session),
            ]);
    }

    /// <summary>What a completed task counts; null for one that is open, or was completed before anybody counted.</summary>
    public static InsightCause? Of(TaskDocument task) => task.Completion is { } completion ? Of(completion) : null;

    /// <summary>What a task that was made counts on a day, with the completion that it tells of.</summary>
    public static IEnumerable<InsightCause> OfMade(TaskDocument task, LocalDate day)
    {
        yield return new InsightCause(day, [new(InsightColumn.Created, 1)]);
        if (task.Before is { } completion)
            yield return Of(completion);
    }

    private static InsightCause Of(TaskCompletion completion)
    {
        List<InsightCount> counts = [new(InsightColumn.Completed, 1)];
        if (completion.OnTime == true)
            counts.Add(new(InsightColumn.OnTime, 1));
        if (completion is { EstimateMinutes: { } estimate, FocusedSeconds: > 0 and var real })
            counts.AddRange([new(InsightColumn.EstimatedMinutes, estimate), new(InsightColumn.RealSeconds, (int)real)]);
        return new InsightCause(DayText.Parse(completion.Day), counts);
    }

    /// <summary>What a reflection tells: when work ended. It is what counts then, not one more.</summary>
    public static InsightCause? Of(Reflection reflection) => reflection.ShutdownMinutes is { } minutes
        ? new InsightCause(DayText.Parse(reflection.Day), [new(InsightColumn.Shutdown, minutes + 1)])
        : null;

    /// <summary>The month with this added, or taken away.</summary>
    public InsightMonth AddTo(InsightMonth month, int sign = 1)
    {
        foreach (var count in Counts)
            month = count.AddTo(month, Day.Day - 1, sign);
        return month;
    }
}

/// <summary>The columns that causes add to.</summary>
public enum InsightColumn
{
    /// <summary><see cref="InsightMonth.FocusSeconds"/>.</summary>
    FocusSeconds,

    /// <summary><see cref="InsightMonth.FocusSessions"/>.</summary>
    FocusSessions,

    /// <summary><see cref="InsightMonth.BreakSeconds"/>.</summary>
    BreakSeconds,

    /// <summary><see cref="InsightMonth.Breaks"/>.</summary>
    Breaks,

    /// <summary><see cref="InsightMonth.Created"/>.</summary>
    Created,

    /// <summary><see cref="InsightMonth.Completed"/>.</summary>
    Completed,

    /// <summary><see cref="InsightMonth.OnTime"/>.</summary>
    OnTime,

    /// <summary><see cref="InsightMonth.EstimatedMinutes"/>.</summary>
    EstimatedMinutes,

    /// <summary><see cref="InsightMonth.RealSeconds"/>.</summary>
    RealSeconds,

    /// <summary><see cref="InsightMonth.Shutdown"/>, which is set, not added to.</summary>
    Shutdown,

    /// <summary><see cref="InsightMonth.Hours"/>.</summary>
    Hours,

    /// <summary><see cref="InsightMonth.Tags"/>.</summary>
    Tags,
}

/// <summary>How much is added to a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Amount">How much.</param>
/// <param name="Name">Which hour or tag.</param>
public sealed record InsightCount(InsightColumn Column, int Amount, string Name = "")
{
    /// <summary>The month with this added on a day, from 0 on.</summary>
    public InsightMonth AddTo(InsightMonth month, int day, int sign)
    {
        return Column switch
        {
            InsightColumn.FocusSeconds => month with { FocusSeconds = Add(month.FocusSeconds) },
            InsightColumn.FocusSessions => month with { FocusSessions = Add(month.FocusSessions) },
            InsightColumn.BreakSeconds => month with { BreakSeconds = Add(month.BreakSeconds) },
            InsightColumn.Breaks => month with { Breaks = Add(month.Breaks) },
            InsightColumn.Created => month with { Created = Add(month.Created) },
            InsightColumn.Completed => month with { Completed = Add(month.Completed) },
            InsightColumn.OnTime => month with { OnTime = Add(month.OnTime) },
            InsightColumn.EstimatedMinutes => month with { EstimatedMinutes = Add(month.EstimatedMinutes) },
            InsightColumn.RealSeconds => month with { RealSeconds = Add(month.RealSeconds) },
            InsightColumn.Shutdown => month with { Shutdown = Put(month.Shutdown, Amount) },
            InsightColumn.Hours => month with { Hours = AddNamed(month.Hours) },
            InsightColumn.Tags => month with { Tags = AddNamed(month.Tags) },
            _ => throw new ArgumentOutOfRangeException(nameof(month), Column, "There is no such column."),
        };

        // Below zero for as long as something is taken back before it was counted.
        IReadOnlyList<int> Add(IReadOnlyList<int> column) => Put(column, column.ElementAtOrDefault(day) + (sign * Amount));

        IReadOnlyList<int> Put(IReadOnlyList<int> column, int value)
        {
            var places = new int[Math.Max(column.Count, day + 1)];
            for (var i = 0; i < column.Count; i++)
                places[i] = column[i];
            places[day] = value;
            var last = Array.FindLastIndex(places, place => place != 0);
            return places[..(last + 1)];
        }

        IReadOnlyDictionary<string, IReadOnlyList<int>> AddNamed(IReadOnlyDictionary<string, IReadOnlyList<int>> columns)
        {
            var named = new SortedDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
            foreach (var (name, column) in columns)
                named[name] = column;
            named[Name] = Add(named.GetValueOrDefault(Name, []));
            if (named[Name].Count == 0)
                named.Remove(Name);
            return named;
        }
    }
}
