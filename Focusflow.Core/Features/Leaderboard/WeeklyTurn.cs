using System.Globalization;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// The end of a week, once it has ended everywhere, step by step: apply what is left of it, freeze the board, write every ranked user's final rank and
/// tell them, open the next week. Each step can be done again, in part or whole, with the same result; an orchestration
/// calls them in order.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="rules">How boards are spread.</param>
public sealed class WeeklyTurn(IDocumentStore store, TimeProvider clock, BoardRules rules)
{
    private const int UsersAtATime = 250;
    private const int UsersPerShard = 2_000;
    private const int MostShards = 16;
    private const int Attempts = 20;
    private const int AtOnce = 8;

    /// <summary>The weeks that are over and not turned yet, or turned before somebody's points moved once more.</summary>
    public async Task<IReadOnlyList<IsoWeek>> DueAsync(DateTimeOffset now, CancellationToken cancellation = default) =>
        (await BoardFollower.ReadProgressAsync(store, cancellation)).DueAt(now);

    /// <summary>
    /// Freezes a board part by part, whose changes have been applied, and gives the plan for its final ranks. The points of later weeks
    /// are on other boards, so what is frozen can only change by what belonged to the week and was late.
    /// </summary>
    public async Task<TurnPlan> FreezeAsync(IsoWeek week, CancellationToken cancellation = default)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            var parts = await store.ReadHistogramsAsync(week, each: null, cancellation);
            var open = parts.Where(part => part.FrozenAt is null);
            if (!await WriteAsync(open.Select(part => part with { FrozenAt = week.Closes, Revision = part.Revision + 1 })))
                continue;

            // Hidden users are ranked too, though not counted: the number of ranges need not be exact.
            var most = Math.Max(1, MostShards / parts.Count);
            var ranges = parts.SelectMany((part, index) =>
            {
                var shards = Math.Clamp(part.RankedUsers / UsersPerShard, 1, most);
                return Enumerable.Range(0, shards).Select(shard => Shard(shard, shards) with { Part = index });
            });
            return new TurnPlan(week.ToString(), BoardHistogram.Sum(parts).RankRevision, [.. ranges]);
        }

        throw Busy(week);
    }

    /// <summary>
    /// Writes the final ranks of one page of users into their own partitions, with the notification; whoever has been told
    /// is not told again. Gives where the next page continues, or null after the last.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="each">Sets aside users whose documents are malformed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<string?> RankPageAsync(TurnPage page, EachByItself each, CancellationToken cancellation = default)
    {
        var week = IsoWeek.Parse(page.Week);
        var parts = await store.ReadHistogramsAsync(week, each, cancellation);
        var histogram = BoardHistogram.Sum(parts);
        var part = new BoardPart(week, page.Shard.Part, parts.Count);
        var query = new DocumentQuery(Containers.Leaderboards, part.Name, BoardEntry.KindName)
        {
            Filters = [Within(page.Shard)],
            Sort = new DocumentSort("shard"),
            Limit = UsersAtATime,
            Continuation = page.Continuation,
        };
        var (entries, next) = await store.ReadBoardAsync(part, () => store.QueryAsync<BoardEntry>(query, cancellation).AsTask(), each, cancellation);
        var ranked = entries.Where(entry => entry.Points > 0);
        await Parallel.ForEachAsync(
            ranked,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (entry, stop) => await each.TryAsync(WeekScore.KindName, () => RankAsync(week, histogram, entry, stop)));
        return next;
    }

    /// <summary>
    /// Ends the turn and opens the next week. False when somebody's points moved after the freeze: then rank again.
    /// </summary>
    public async Task<bool> FinishAsync(TurnPlan plan, CancellationToken cancellation = default)
    {
        var week = IsoWeek.Parse(plan.Week);
        for (var tries = 1; tries <= Attempts; tries++)
        {
            // In this order: who moves points changes the board first and then notes that it must be turned again.
            var progress = await BoardFollower.ReadProgressAsync(store, cancellation);
            var parts = await store.ReadHistogramsAsync(week, each: null, cancellation);
            var whole = BoardHistogram.Sum(parts);
            if (whole.RankRevision != plan.RankRevision)
                return false;
            var open = parts.Where(part => part.FinalRevision != part.RankRevision);
            if (!await WriteAsync(open.Select(part => part with { FinalRevision = part.RankRevision, Revision = part.Revision + 1 })))
                continue;

            await OpenAsync(week.Next, whole.Participants, cancellation);
            var next = progress with { Reopened = [.. progress.Reopened.Where(other => other != plan.Week)] };
            if (progress.LastTurned is null || IsoWeek.Parse(progress.LastTurned) < week)
                next = next with { LastTurned = plan.Week };
            if (!await BoardFollower.WriteProgressAsync(store, next, cancellation))
                continue;

            // Who has moved points meanwhile found noted already what this has just taken away.
            return next.Reopened.Count == progress.Reopened.Count
                || BoardHistogram.Sum(await store.ReadHistogramsAsync(week, each: null, cancellation)).RankRevision == plan.RankRevision;
        }

        throw Busy(week);
    }

    /// <summary>The board of a new week, so that it is there before the first point; a board that is there stays.</summary>
    private async Task OpenAsync(IsoWeek week, int participants, CancellationToken cancellation)
    {
        if ((await store.ReadHistogramAsync(BoardPart.First(week), each: null, cancellation)).ETag.Length == 0)
            await store.OpenBoardAsync(BoardPart.First(week, rules.PartsAfter(participants)));
    }

    private async Task RankAsync(IsoWeek week, BoardHistogram histogram, BoardEntry entry, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            var score = await store.ReadAsync<WeekScore>(entry.Id, WeekScore.IdOf(week), cancellation);
            if (score is null)
                return; // The account was deleted.

            var rank = histogram.RankOf(entry.Points);
            var users = histogram.RankedUsers + (entry.Counted ? 0 : 1);
            if (score.FinalRank == rank && score.RankedUsers == users)
                return;
            var writes = WriteSet.ForUser(entry.Id).Replace(score with { FinalRank = rank, RankedUsers = users });
            if (score.FinalRank is null)
                writes.Create(WeekResult.Notify(week, score, rank, users, clock.Now()));
            if ((await writes.CommitAsync(store)).Succeeded)
                return;
        }

        throw Busy(week);
    }

    /// <summary>Writes histograms of several parts; false when another was faster with one of them.</summary>
    private async Task<bool> WriteAsync(IEnumerable<BoardHistogram> parts) => (await Task.WhenAll(
        parts.Select(part => new WriteSet(Containers.Leaderboards, part.Board).Put(part).CommitAsync(store).AsTask()))).All(commit => commit.Succeeded);

    private static DocumentFilter.Between Within(ShardRange shard) =>
        new("shard", shard.From, shard.Before is { } before ? before : default(FilterValue?));

    private static ShardRange Shard(int index, int shards) => new(
        Hex(256 * index / shards), index + 1 == shards ? null : Hex(256 * (index + 1) / shards));

    private static string Hex(int value) => value.ToString("x2", CultureInfo.InvariantCulture);

    private static StoreUnavailableException Busy(IsoWeek week) => new($"The board of {week} is being changed by too many writers.");
}

/// <summary>How the final ranks of a week are written.</summary>
/// <param name="Week">The week.</param>
/// <param name="RankRevision">The state of the board that they are made from.</param>
/// <param name="Shards">What can be worked on at the same time.</param>
public sealed record TurnPlan(string Week, long RankRevision, IReadOnlyList<ShardRange> Shards);

/// <summary>Those entries of a part of a board whose shard lies in a range.</summary>
/// <param name="From">The first shard.</param>
/// <param name="Before">The first shard after it, or null for the end.</param>
public sealed record ShardRange(string From, string? Before)
{
    /// <summary>The index of the board's part.</summary>
    public int Part { get; init; }
}

/// <summary>A page of what is worked on.</summary>
/// <param name="Week">The week.</param>
/// <param name="Shard">The range.</param>
/// <param name="Continuation">Where it starts; null for the beginning.</param>
public sealed record TurnPage(string Week, ShardRange Shard, string? Continuation);
