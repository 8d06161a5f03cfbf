using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Challenges;

/// <summary>
/// Counts what a user did for the challenges of its week, in the transaction of the cause: either both are stored or
/// neither. Costs a read, unless the week was read for the cause; one more in the rare case that a challenge is completed.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class ChallengeRecorder(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Adds what a cause leads to.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cause">What happened.</param>
    /// <param name="writes">The transaction of the cause, in the user's own partition.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask AddAsync(string userId, ChallengeCause cause, WriteSet writes, CancellationToken cancellation = default) =>
        AddAsync(userId, cause.Type, cause.Day, cause.At, _ => ValueTask.FromResult<ChallengeCause?>(cause), writes, cancellation);

    /// <summary>The same for a cause that takes more reading to make out, which is done only when a challenge waits for it.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="type">The <see cref="ChallengeType"/>.</param>
    /// <param name="day">The user's day that it is recorded for.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="makeOut">The cause, or null when it turns out to count for nothing.</param>
    /// <param name="writes">The transaction of the cause, in the user's own partition.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask AddAsync(
        string userId,
        string type,
        LocalDate day,
        DateTimeOffset at,
        Func<CancellationToken, ValueTask<ChallengeCause?>> makeOut,
        WriteSet writes,
        CancellationToken cancellation = default)
    {
        var week = await writes.ReadAsync<ChallengeWeek>(store, ChallengeWeek.IdOf(IsoWeek.Of(day)), cancellation);
        if (week is null || !ChallengeProgress.AwaitsAny(week, type, day, at) || await makeOut(cancellation) is not { } cause)
            return;
        var step = ChallengeProgress.Apply(week, cause);
        if (!ReferenceEquals(step.Next, week))
            await AwardWriter.AddAsync(store, step, clock.Now(), writes, cancellation);
    }
}
