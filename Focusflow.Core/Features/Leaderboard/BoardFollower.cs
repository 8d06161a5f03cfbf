using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// Follows what users do and keeps the boards in line with it. Any number may run at the same time, and any may be killed
/// anywhere: a page of changes counts as read only after all of it is applied, and applying it again changes nothing.
/// </summary>
public sealed class BoardFollower(IDocumentStore store, TimeProvider clock, BoardWriter writer)
{
    private const int PageSize = 500;

    // Boards live a little longer than that; older ones are not brought back because somebody has a new avatar.
    private static readonly TimeSpan KeptUpToDate = TimeSpan.FromDays(370);

    /// <summary>Whether a board is still kept in line with what users do.</summary>
    internal static bool Keeps(IsoWeek week, DateTimeOffset now) => week.Closes > now - KeptUpToDate;

    /// <summary>Applies everything that was changed before the call.</summary>
    /// <param name="mostPages">Ends earlier after so many pages.</param>
    /// <param name="cancellation">Ends the wait; what was applied stays.</param>
    /// <returns>Whether there is more, and the weeks that are due to be turned.</returns>
    public async Task<FollowResult> FollowAsync(int mostPages = int.MaxValue, CancellationToken cancellation = default)
    {
        var each = new EachByItself("leaderboard");
        for (var pages = 0; ; pages++)
        {
            var progress = await ReadProgressAsync(store, cancellation);
            var page = await ReadChangesAsync(progress.Checkpoint, cancellation);
            if (page.Documents.Count == 0 && page.Checkpoint == progress.Checkpoint)
                return new FollowResult(false, Due(progress), each.SetAside);

            var applied = await ApplyAsync(page.Documents, each, cancellation);
            progress = await AdvanceAsync(progress, page.Checkpoint, applied, cancellation) ?? progress;
            if (!page.HasMore || pages + 1 >= mostPages)
                return new FollowResult(page.HasMore, Due(progress), each.SetAside);
        }
    }

    /// <summary>Applies changed documents, whatever their age.</summary>
    /// <param name="changed">The documents.</param>
    /// <param name="each">Sets aside what is malformed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<AppliedChanges> ApplyAsync(
        IReadOnlyList<StoredDocument> changed, EachByItself each, CancellationToken cancellation = default)
    {
        var hints = new Dictionary<(IsoWeek Week, string UserId), BoardHint>();
        foreach (var document in changed)
        {
            await each.TryAsync(document.Kind, async () =>
            {
                foreach (var (week, hint) in (await ReadHintsAsync(document, each, cancellation)).ToList())
                    hints[(week, hint.UserId)] = Combine(hints.GetValueOrDefault((week, hint.UserId)), hint);
            });
        }

        var applied = new AppliedChanges([], []);
        foreach (var week in hints.GroupBy(hint => hint.Key.Week, hint => hint.Value))
        {
            var histogram = await writer.SyncAsync(week.Key, [.. week], each, cancellation);
            var isReopened = histogram.FrozenAt is not null && histogram.FinalRevision != histogram.RankRevision;
            applied = new AppliedChanges([.. applied.Weeks, week.Key], isReopened ? [.. applied.Reopened, week.Key] : applied.Reopened);
        }

        return applied;
    }

    /// <summary>How far the boards are. What cannot be read is made anew by following everything once more, which changes nothing that is right.</summary>
    internal static async Task<BoardProgress> ReadProgressAsync(IDocumentStore store, CancellationToken cancellation)
    {
        var key = new DocumentKey(Containers.System, BoardProgress.FixedId, BoardProgress.FixedId);
        if (await store.ReadAsync(key, cancellation) is not { } stored)
            return BoardProgress.Start;
        return new EachByItself("leaderboard").TryRead<BoardProgress>(stored, out var progress) && progress.IsWhole
            ? progress
            : BoardProgress.Start with { ETag = stored.ETag };
    }

    internal static async Task<bool> WriteProgressAsync(IDocumentStore store, BoardProgress progress, CancellationToken cancellation) =>
        (await new WriteSet(Containers.System, BoardProgress.FixedId).Put(progress).CommitAsync(store)).Succeeded;

    private async ValueTask<ChangePage> ReadChangesAsync(string? checkpoint, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadChangesAsync(Containers.UserData, checkpoint, PageSize, cancellation);
        }
        catch (InvalidContinuationException) when (checkpoint is not null)
        {
            return await ReadChangesAsync(null, cancellation); // it was damaged
        }
    }

    private static BoardHint Combine(BoardHint? known, BoardHint more) => known is null
        ? more
        : known.IsBlank || more.IsBlank
            ? new BoardHint(more.UserId)
            : more with
            {
                Account = more.Account ?? known.Account,
                Score = more.Score ?? known.Score,
                Challenges = more.Challenges ?? known.Challenges,
            };

    private IReadOnlyList<IsoWeek> Due(BoardProgress progress) => progress.LastTurned is null ? [] : progress.DueAt(clock.Now());

    private async ValueTask<IEnumerable<(IsoWeek Week, BoardHint Hint)>> ReadHintsAsync(
        StoredDocument document, EachByItself each, CancellationToken cancellation)
    {
        var userId = document.Partition;
        if (document.Kind == WeekScore.KindName)
        {
            var score = document.As<WeekScore>();
            return [(IsoWeek.Parse(score.Week), new BoardHint(userId) { Score = score })];
        }

        if (document.Kind == ChallengeWeek.KindName)
        {
            var challenges = document.As<ChallengeWeek>();
            return [(IsoWeek.Parse(challenges.Week), new BoardHint(userId) { Challenges = challenges })];
        }

        if (document.Kind == Account.KindName)
        {
            var account = document.As<Account>();
            var now = clock.GetUtcNow();
            return (await BoardMember.ReadWeeksAsync(store, userId, each, cancellation)).Where(week => Keeps(week, now))
                .Select(week => (week, new BoardHint(userId) { Account = account }));
        }

        if (document.Kind == DepartingAccount.KindName)
            return document.As<DepartingAccount>().Weeks.Select(week => (IsoWeek.Parse(week), new BoardHint(userId)));

        return [];
    }

    private async Task<BoardProgress?> AdvanceAsync(
        BoardProgress progress, string checkpoint, AppliedChanges applied, CancellationToken cancellation)
    {
        var next = progress with
        {
            Checkpoint = checkpoint,
            LastTurned = progress.LastTurned ?? applied.Weeks.Append(IsoWeek.LastClosedAt(clock.Now()).Next).Min().Previous.ToString(),
            Reopened = [.. progress.Reopened.Union(applied.Reopened.Select(week => week.ToString()), StringComparer.Ordinal)],
        };

        // When another follower was faster, it has gone on from the same place: read on from wherever it is now.
        return await WriteProgressAsync(store, next, cancellation) ? next : null;
    }
}

/// <summary>What became of changed documents.</summary>
/// <param name="Weeks">The weeks they were about.</param>
/// <param name="Reopened">Those of them that are frozen and in which a rank has moved since the final ranks were written.</param>
public sealed record AppliedChanges(IReadOnlyList<IsoWeek> Weeks, IReadOnlyList<IsoWeek> Reopened);

/// <summary>How far a follower came.</summary>
/// <param name="HasMore">Whether more was waiting when it ended.</param>
/// <param name="Due">The weeks that are due to be turned.</param>
/// <param name="SetAside">What could not be followed.</param>
public sealed record FollowResult(bool HasMore, IReadOnlyList<IsoWeek> Due, IReadOnlyList<SetAside> SetAside);
