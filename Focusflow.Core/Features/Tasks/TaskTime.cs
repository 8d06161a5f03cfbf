using System.Text.Json.Serialization;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The time that was spent on a task: of completed focus sessions, as in all totals, running time in whole seconds.</summary>
/// <param name="Sessions">The number of sessions.</param>
/// <param name="TotalSeconds">Their seconds.</param>
/// <param name="ByDay">The days on which there were any, the earliest first.</param>
public sealed record TaskTime(int Sessions, long TotalSeconds, IReadOnlyList<TaskDay> ByDay)
{
    /// <summary>Adds up the sessions of one task.</summary>
    public static TaskTime Of(IEnumerable<FocusSession> sessions)
    {
        var counted = sessions.Where(session => SecondsOf(session) is not null).ToList();
        return new TaskTime(
            counted.Count,
            counted.Sum(session => SecondsOf(session)!.Value),
            [
                .. counted.GroupBy(session => session.Day, StringComparer.Ordinal).OrderBy(day => day.Key, StringComparer.Ordinal)
                    .Select(day => new TaskDay(day.Key, day.Sum(session => SecondsOf(session)!.Value))),
            ]);
    }

    /// <summary>What a session counts for its task; null for a break, and for one that is open or was stopped.</summary>
    public static long? SecondsOf(FocusSession session) =>
        session is { SessionType: SessionType.Focus, Status: SessionStatus.Completed } ? session.Recorded.Ticks / TimeSpan.TicksPerSecond : null;
}

/// <summary>The time of one day.</summary>
/// <param name="Date">The user's day that the sessions started in, <c>yyyy-MM-dd</c>.</param>
/// <param name="Seconds">Their seconds.</param>
public sealed record TaskDay(string Date, long Seconds);

/// <summary>How the time of tasks is answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaskTime))]
public sealed partial class TaskTimeJson : JsonSerializerContext;

/// <summary>
/// Keeps <see cref="TaskDocument.FocusedSeconds"/>, in the transaction that ends or deletes a session. The task is read each time,
/// so that nobody's change to it is lost; when it is gone, there is nothing to keep.
/// </summary>
/// <param name="store">The store.</param>
public sealed class TaskTimeKeeper(IDocumentStore store) : ISessionEnded
{
    /// <inheritdoc/>
    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session, 1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddDeletionAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session, -1, writes, cancellation);

    private async ValueTask AddAsync(FocusSession session, int sign, WriteSet writes, CancellationToken cancellation)
    {
        if (session.TaskId is { } id && TaskTime.SecondsOf(session) is { } seconds and > 0
            && await store.ReadAsync<TaskDocument>(session.UserId, id, cancellation) is { } task)
        {
            writes.Replace(task with { FocusedSeconds = Math.Max(0, task.FocusedSeconds + (sign * seconds)) });
        }
    }
}
