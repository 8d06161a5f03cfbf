using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Joining, leaving and advancing challenges. The week is the user's own at the moment of the decision.</summary>
public sealed class ChallengeCommands(IDocumentStore store, TimeProvider clock, ChallengeCatalogue catalogue)
{
    /// <summary>Joins a challenge for this week. 400 for one that is not offered, or joined already.</summary>
    /// <returns>The user's week afterwards.</returns>
    public async Task<Outcome<ChallengeWeek>> JoinAsync(Caller caller, string challengeId, CancellationToken cancellation = default)
    {
        if (await catalogue.FindAsync(challengeId, cancellation) is not { IsOffered: true } challenge)
            return Membership.Unknown;
        return await ChangeAsync(caller, (week, today, now) => Step(Membership.Join(week, challenge, today, now)), cancellation);
    }

    /// <summary>Leaves a challenge. 400 when it was not joined.</summary>
    /// <returns>The user's week afterwards.</returns>
    public Task<Outcome<ChallengeWeek>> LeaveAsync(Caller caller, string challengeId, CancellationToken cancellation = default) =>
        KnownAsync(caller, challengeId, (week, id, now) => Step(Membership.Leave(week, id, now)), cancellation);

    /// <summary>
    /// Raises the progress to what another service says; never lowers it. 400 when the challenge was not joined.
    /// </summary>
    /// <returns>The user's week afterwards.</returns>
    public Task<Outcome<ChallengeWeek>> ReportAsync(
        Caller caller, string challengeId, int progress, CancellationToken cancellation = default) =>
        KnownAsync(
            caller,
            challengeId,
            (week, id, now) => week.FindJoined(id) is { } joined
                ? ChallengeProgress.Report(week, joined, progress, now)
                : Membership.NotJoined,
            cancellation);

    private static Outcome<ChallengeStep> Step(Outcome<ChallengeWeek> next) =>
        next.Succeeded(out var week, out var problem) ? new ChallengeStep(week, []) : problem;

    /// <summary>For a challenge of the catalogue, or one that was joined before it was taken out.</summary>
    private async Task<Outcome<ChallengeWeek>> KnownAsync(
        Caller caller,
        string challengeId,
        Func<ChallengeWeek, string, DateTimeOffset, Outcome<ChallengeStep>> decide,
        CancellationToken cancellation)
    {
        var id = Guid.TryParse(challengeId, out var guid) ? guid.ToString("D") : challengeId;
        var isKnown = await catalogue.FindAsync(id, cancellation) is not null;
        return await ChangeAsync(
            caller,
            (week, _, now) => isKnown || week.Find(id) is not null ? decide(week, id, now) : Membership.Unknown,
            cancellation);
    }

    private Task<Outcome<ChallengeWeek>> ChangeAsync(
        Caller caller, Func<ChallengeWeek, LocalDate, DateTimeOffset, Outcome<ChallengeStep>> decide, CancellationToken cancellation) =>
        Optimistic.RunAsync<ChallengeWeek>(
            async () =>
            {
                var now = clock.Now();
                var today = caller.Calendar.DayOf(now);
                var number = IsoWeek.Of(today);
                var week = await store.ReadAsync<ChallengeWeek>(caller.UserId, ChallengeWeek.IdOf(number), cancellation)
                    ?? ChallengeWeek.Empty(caller.UserId, number);
                if (!decide(week, today, now).Succeeded(out var step, out var problem))
                    return problem;
                if (ReferenceEquals(step.Next, week))
                    return week;

                var writes = WriteSet.ForUser(caller.UserId);
                await AwardWriter.AddAsync(store, step, now, writes, cancellation);
                var result = await writes.CommitAsync(store);
                return result.Succeeded ? step.Next with { ETag = result.ETags[0] } : (Outcome<ChallengeWeek>?)null;
            },
            cancellation);
}
