using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// Follows what users do and keeps the boards in line with it. Any number may run at the same time, and any may be killed
/// anywhere: applying changes again changes nothing.
/// </summary>
public sealed class BoardFollower(IDocumentStore store, TimeProvider clock, BoardWriter writer)
{
    private const int Attempts = 20;

    // Boards live a little longer than that; older ones are not brought back because somebody has a new avatar.
    private static readonly TimeSpan KeptUpToDate = TimeSpan.FromDays(370);

    // Whether a week is due is looked up so often, unless this process has reopened one itself.
    private static readonly TimeSpan DueAgain = TimeSpan.FromMinutes(10);

    private volatile bool knowsTurned;
    private long nothingDueUntil;

    /// <summary>Reads the feed.</summary>
    public FeedFollower Feed { get; } = new(store, clock, new Follower("leaderboard")
    {
        Earlier = async cancellation => ((await ReadProgressAsync(store, cancellation)).Checkpoint, null),
        StartsOver = true,
    });

    /// <summary>Whether a board is still kept in line with what users do.</summary>
    internal static bool Keeps(IsoWeek week, DateTimeOffset now) => week.Closes > now - KeptUpToDate;

    /// <summary>Looks whether there is anything to apply, and applies it unless several ranges are to be read.</summary>
    public Task<FollowResult> LookAsync(CancellationToken cancellation = default) =>
        RunAsync(apply => Feed.LookAsync(apply, cancellation), cancellation);

    /// <summary>Applies what has changed in a range.</summary>
    public Task<FollowResult> FollowRangeAsync(string range, CancellationToken cancellation = default) =>
        RunAsync(apply => Feed.FollowRangeAsync(range, apply, cancellation), cancellation);

    /// <summary>Applies everything that was changed before the call.</summary>
    /// <param name="mostPages">Ends earlier after so many pages of a range.</param>
    /// <param name="cancellation">Ends the wait; what was applied stays.</param>
    /// <returns>Whether there is more, and the weeks that are due to be turned.</returns>
    public Task<FollowResult> FollowAsync(int mostPages = int.MaxValue, CancellationToken cancellation = default) =>
        RunAsync(apply => Feed.FollowAllAsync(apply, mostPages, cancellation), cancellation);

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
            var isReopened = await writer.SyncAsync(week.Key, [.. week], each, cancellation);
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

    private async Task<FollowResult> RunAsync(Func<ApplyChanges, Task<Followed>> run, CancellationToken cancellation)
    {
        var each = new EachByItself("leaderboard");
        var followed = await run(ApplyAsync);
        if (await DueAsync(cancellation) is { } due)
            return new FollowResult(followed, due, each.SetAside);

        // Which weeks are to be turned once more can only be told from everything.
        await Feed.StartOverAsync(cancellation);
        followed = await run(ApplyAsync);
        return new FollowResult(followed, await DueAsync(cancellation) ?? [], each.SetAside);

        async Task ApplyAsync(FollowedRange range, IReadOnlyList<StoredDocument> changed, CancellationToken stop) =>
            await NoteAsync(await this.ApplyAsync(changed, each, stop), stop);
    }

    /// <summary>The weeks that are due, which the same process need not look up with every look; null when what is noted of them was lost.</summary>
    private async Task<IReadOnlyList<IsoWeek>?> DueAsync(CancellationToken cancellation)
    {
        var now = clock.Now();
        if (now.UtcTicks < Volatile.Read(ref nothingDueUntil))
            return [];
        var progress = await ReadProgressAsync(store, cancellation);
        knowsTurned = progress.LastTurned is not null;
        if (!knowsTurned && progress.ETag.Length > 0)
            return null;
        IReadOnlyList<IsoWeek> due = progress.LastTurned is null ? [] : progress.DueAt(now);
        var again = now + DueAgain;
        var closes = IsoWeek.LastClosedAt(now).Next.Closes;
        Volatile.Write(ref nothingDueUntil, due.Count > 0 ? 0 : (again < closes ? again : closes).UtcTicks);
        return due;
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

    /// <summary>Notes what a page has reopened, and at first where the weeks begin. Before the page counts as read.</summary>
    private async Task NoteAsync(AppliedChanges applied, CancellationToken cancellation)
    {
        if (applied.Reopened.Count > 0)
            Volatile.Write(ref nothingDueUntil, 0);
        if (knowsTurned && applied.Reopened.Count == 0)
            return;
        for (var tries = 1; tries <= Attempts; tries++)
        {
            var progress = await ReadProgressAsync(store, cancellation);
            var next = progress with
            {
                LastTurned = progress.LastTurned ?? applied.Weeks.Append(IsoWeek.LastClosedAt(clock.Now()).Next).Min().Previous.ToString(),
                Reopened = [.. progress.Reopened.Union(applied.Reopened.Select(week => week.ToString()), StringComparer.Ordinal)],
            };
            var isNoted = progress.LastTurned is not null && next.Reopened.Count == progress.Reopened.Count;
            if (isNoted || await WriteProgressAsync(store, next, cancellation))
            {
                knowsTurned = true;
                return;
            }
        }

        throw new StoreUnavailableException("The progress of the boards is being changed by too many writers.");
    }
}

/// <summary>What became of changed documents.</summary>
/// <param name="Weeks">The weeks they were about.</param>
/// <param name="Reopened">Those of them that are frozen and in which a rank has moved since the final ranks were written.</param>
public sealed record AppliedChanges(IReadOnlyList<IsoWeek> Weeks, IReadOnlyList<IsoWeek> Reopened);

/// <summary>How far the boards came.</summary>
/// <param name="Followed">How far the feed was read.</param>
/// <param name="Due">The weeks that are due to be turned.</param>
/// <param name="SetAside">What could not be followed.</param>
public sealed record FollowResult(Followed Followed, IReadOnlyList<IsoWeek> Due, IReadOnlyList<SetAside> SetAside);
