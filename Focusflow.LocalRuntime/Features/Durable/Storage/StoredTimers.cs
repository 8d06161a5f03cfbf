using System.Globalization;
using Focusflow.LocalRuntime.Features.Durable.History;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>
/// What is to happen to an instance later. It lies in the row of the instance, which is written with every turn in any case, and the first
/// of it in an index: most have one timer, and what is few among many would need a table with two.
/// </summary>
internal static class StoredTimers
{
    /// <summary>Stands for the start of an instance in the place of a timer's number.</summary>
    public const int StartOfInstance = -1;

    /// <summary>One as it is written, of the columns <c>due</c>, <c>task</c> and <c>copy</c>.</summary>
    public const string Sql = "due || ':' || task || ':' || copy";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<TimerKey> Read(string? timers) => timers is null ? [] : [.. timers.Split(' ').Select(One)];

    /// <summary>As text; null: there are none.</summary>
    public static string? Write(IReadOnlyList<TimerKey> timers) => timers.Count == 0
        ? null
        : string.Join(' ', timers.Select(timer => string.Create(CultureInfo.InvariantCulture, $"{timer.Due}:{timer.Task}:{timer.Copy}")));

    /// <summary>Those that are due, in order of time.</summary>
    /// <param name="timers">All of an instance.</param>
    /// <param name="now">The time (UTC ticks).</param>
    public static IEnumerable<Message> Due(IReadOnlyList<TimerKey> timers, long now) =>
        timers.Where(timer => timer.Due <= now).Order().Select(timer => new Message(timer.Due, Event(timer), timer));

    private static P.HistoryEvent Event(TimerKey timer) =>
        timer.Task == StartOfInstance ? Events.ToStart(timer.Due) : Events.TimerFired(timer.Task, timer.Due);

    private static TimerKey One(string timer)
    {
        var parts = timer.Split(':');
        return new(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
