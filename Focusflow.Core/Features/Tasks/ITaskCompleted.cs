using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// A feature that takes part when a task is completed: it adds its own documents to the same transaction. Called anew for
/// every attempt, so it must read what it changes each time.
/// </summary>
public interface ITaskCompleted
{
    /// <summary>
    /// The ids of the documents that it will most likely read when a task is completed, so that all are read at once;
    /// <see cref="WriteSet.ReadAsync{T}"/> gives them.
    /// </summary>
    /// <param name="completed">The task as it will be stored.</param>
    /// <param name="calendar">The user's calendar.</param>
    IReadOnlyList<string> Reads(TaskDocument completed, UserCalendar calendar) => [];

    /// <summary>Adds writes for a task that is done now and was not before.</summary>
    /// <param name="completed">The task as it will be stored.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the task again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(TaskDocument completed, UserCalendar calendar, WriteSet writes, CancellationToken cancellation);

    /// <summary>Adds writes for a task that was done and now is open again or deleted, where what was recorded with it must not stay.</summary>
    /// <param name="completed">The task as it was stored.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the task again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddUndoneAsync(TaskDocument completed, WriteSet writes, CancellationToken cancellation) => default;

    /// <summary>Adds writes for a task that is deleted, done or not, where what was recorded with it must not go, or must not stay.</summary>
    /// <param name="deleted">The task as it was stored.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the task again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddDeletedAsync(TaskDocument deleted, WriteSet writes, CancellationToken cancellation) =>
        deleted.Completed ? AddUndoneAsync(deleted, writes, cancellation) : default;
}
