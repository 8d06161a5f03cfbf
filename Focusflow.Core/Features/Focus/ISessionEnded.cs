using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>
/// A feature that takes part when a session ends, or one that has ended is deleted: it adds its own documents to that transaction, so that all of it happens
/// or nothing. Called anew for every attempt, so it must read what it changes each time.
/// </summary>
public interface ISessionEnded
{
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
