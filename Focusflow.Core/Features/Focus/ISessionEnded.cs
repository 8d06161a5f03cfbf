using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Focus;

/// <summary>
/// A feature that takes part when a session ends, or one that has ended is deleted: it adds its own documents to that transaction, so that all of it happens
/// or nothing. Called anew for every attempt, so it must read what it changes each time.
/// </summary>
public interface ISessionEnded
{
    /// <summary>
    /// The ids of the documents that it will most likely read when a session of a day ends, so that they are read with the session;
    /// <see cref="WriteSet.ReadAsync{T}"/> gives them.
    /// </summary>
    /// <param name="day">The user's day, or one that is near.</param>
    IReadOnlyList<string> Reads(LocalDate day) => [];

    /// <summary>Adds writes for a session that has ended, completed or stopped, by the user or by time.</summary>
    /// <param name="session">The session as it will be stored.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the session or its marker again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation);

    /// <summary>
    /// Adds writes for a session that has ended and is deleted now, where something that was recorded with it must not outlive it.
    /// </summary>
    /// <param name="session">The session as it was stored.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the session.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddDeletionAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) => default;
}
