using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>
/// A feature that takes part when a break of the work log ends: it adds its own documents to the same transaction. Called
/// anew for every attempt, so it must read what it changes each time.
/// </summary>
public interface IBreakEnded
{
    /// <summary>Adds writes for a break that has ended.</summary>
    /// <param name="ended">The break as it will be stored.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the work log's own documents again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(TimeLog ended, UserCalendar calendar, WriteSet writes, CancellationToken cancellation);
}
