using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>
/// A feature that takes part when a reflection is sent: it adds its own documents to the same transaction. Called anew
/// for every attempt, so it must read what it changes each time.
/// </summary>
public interface IReflectionSent
{
    /// <summary>
    /// The ids of the documents that it will most likely read for the reflection of a day, so that they are read with it;
    /// <see cref="WriteSet.ReadAsync{T}"/> gives them.
    /// </summary>
    /// <param name="day">The user's day.</param>
    IReadOnlyList<string> Reads(LocalDate day) => [];

    /// <summary>Adds writes for a reflection.</summary>
    /// <param name="reflection">The reflection as it will be stored.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="writes">The transaction, in the user's own partition.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(Reflection reflection, UserCalendar calendar, WriteSet writes, CancellationToken cancellation);
}
