using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Joining, leaving and advancing challenges. The week is that of the moment of the decision.</summary>
public sealed class ChallengeCommands(IDocumentStore store, TimeProvider clock, ChallengeCatalogue catalogue)
{
    /// <summary>Joins a challenge for this week. 400 for one that is not offered, or joined already.</summary>
    /// <returns>The user's week afterwards.</returns>
    public async Task<Outcome<ChallengeWeek>> JoinAsync(string userId, string challengeId, CancellationToken cancellation = default)
    {
        if (await catalogue.FindAsync(challengeId, cancellation) is not { IsOffered: true } challenge)
            return Membership.Unknown;
        return await ChangeAsync(userId, (week, now) => Step(Membership.Join(week, challenge, now)), cancellation);
    }

    /// <summary>Leaves a challenge. 400 when it was not joined.</summary>
    /// <returns>The user's week afterwards.</returns>
    public Task<Outcome<ChallengeWeek>> LeaveAsync(string userId, string challengeId, CancellationToken cancellation = default) =>
        KnownAsync(userId, challengeId, (week, id, now) => Step(Membership.Leave(week, id, now)), cancellation);

    /// <summary>
    /// Raises the progress to what another service says; never lowers it. 400 when the challenge was not joined.
    /// </summary>
    /// <returns>The user's week afterwards.</returns>
    public Task<Outcome<ChallengeWeek>> ReportAsync(
        string userId, string challengeId, int progress, CancellationToken cancellation = default) =>
        KnownAsync(
            userId,
            challengeId,
            (week, id, now) => week.FindJoined(id) is { } joined
                ? ChallengeProgress.Report(week, joined, progress, now)
                : Membership.NotJoined,
            cancellation);

    private static Outcome<ChallengeStep> Step(Outcome<ChallengeWeek> next) =>
        next.Succeeded(out var week, out var problem) ? new ChallengeStep(week, []) : problem;

    /// <summary>For a challenge of the catalogue, or one that was joined before it was taken out.</summary>
    private async Task<Outcome<ChallengeWeek>> KnownAsync(
        string userId,
        string challengeId,
        Func<ChallengeWeek, string, DateTimeOffset, Outcome<ChallengeStep>> decide,
        CancellationToken cancellation)
    {
        var id = Guid.TryParse(challengeId, out var guid) ? guid.ToString("D") : challengeId;
        var isKnown = await catalogue.FindAsync(id, cancellation) is not null;
        return await ChangeAsync(
            userId,
            (week, now) => isKnown || week.Find(id) is not null ? decide(week, id, now) : Membership.Unknown,
            cancellation);
    }

    private Task<Outcome<ChallengeWeek>> ChangeAsync(
        string userId, Func<ChallengeWeek, DateTimeOffset, Outcome<ChallengeStep>> decide, CancellationToken cancellation) =>
        Optimistic.RunAsync<ChallengeWeek>(
            async () =>
            {
                var now = clock.Now();
                var number = IsoWeek.Of(now);
                var week = await store.ReadAsync<ChallengeWeek>(userId, ChallengeWeek.IdOf(number), cancellation)
                    ?? ChallengeWeek.Empty(userId, number);
                if (!decide(week, now).Succeeded(out var step, out var problem))
                    return problem;
                if (ReferenceEquals(step.Next, week))
                    return week;

                var writes = WriteSet.ForUser(userId);
                await AwardWriter.AddAsync(store, step, now, writes, cancellation);
                var result = await writes.CommitAsync(store);
                return result.Succeeded ? step.Next with { ETag = result.ETags[0] } : (Outcome<ChallengeWeek>?)null;
            },
            cancellation);
}
