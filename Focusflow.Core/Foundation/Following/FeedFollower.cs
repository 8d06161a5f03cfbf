using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Following;

/// <summary>
/// Follows what users do, by ranges of users that are read independently: any number of processes may, and any may be killed
/// anywhere. A page counts as read only after all of it is applied. What makes it right is that a checkpoint moves only from where it
/// was read; that a range is held by one process for a while only spares others the work.
/// </summary>
/// <remarks>
/// The hold is written together with the checkpoint of the first page, and only when more is waiting, so that a look which finds
/// nothing or little writes nothing for it. Two who begin at the same moment apply that page twice.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="follower">Who follows.</param>
public sealed class FeedFollower(IDocumentStore store, TimeProvider clock, Follower follower)
{
    private const int AtOnce = 4;

    /// <summary>How long a range is left to a process that has read a page of it.</summary>
    public static readonly TimeSpan HoldFor = TimeSpan.FromSeconds(30);

    // A range in which nothing happens passes over what others write once in so long, not with every look.
    private static readonly TimeSpan PassOver = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MergeAfter = TimeSpan.FromMinutes(10);

    private readonly FollowedRanges ranges = new(store, clock, follower);
    private readonly string me = Guid.NewGuid().ToString("N");

    /// <summary>The follower's name.</summary>
    public string Name => follower.Name;

    /// <summary>
    /// Looks whether there is anything: two operations of the store when not. A single range is read right away; for several the
    /// whole feed is asked whether any of them has news.
    /// </summary>
    public async Task<Followed> LookAsync(ApplyChanges apply, CancellationToken cancellation = default)
    {
        var root = (await ranges.ReadAsync(FollowedRange.RootId, cancellation))!;
        if (root.IsAlone)
            return await ReadAsync(root.Id, root, apply, Run, cancellation);
        if (await HasNewsAsync(root.Quiet, cancellation))
            return new Followed(HasMore: true, LeavesRest: true);
        if (clock.Now() - root.QuietAt > MergeAfter)
            await ranges.MergeAsync(cancellation);
        return new Followed(HasMore: false);
    }

    /// <summary>What those who follow together have to do.</summary>
    public async Task<FollowRound> PlanAsync(CancellationToken cancellation = default)
    {
        // The end of the feed first: whatever comes later may be read or not.
        var end = await store.ReadChangesAsync(Containers.UserData, ChangePage.FromNow, 1, cancellation);
        return new FollowRound([.. (await ranges.ReadAllAsync(cancellation)).Select(range => range.Id)], end.Checkpoint);
    }

    /// <summary>Reads a range, for as long as a run may take; one that has fallen behind then is split.</summary>
    public Task<Followed> FollowRangeAsync(string range, ApplyChanges apply, CancellationToken cancellation = default) =>
        ReadAsync(range, null, apply, Run, cancellation);

    /// <summary>Notes that a round has left nothing of what there was when it was planned.</summary>
    public Task SettleAsync(FollowRound round, CancellationToken cancellation = default) => ranges.SettleAsync(round.Quiet, cancellation);

    /// <summary>
    /// Applies everything that was changed before the call, here and without regard to who else does so. A range that fails does not
    /// keep the others from being read; then its error is thrown.
    /// </summary>
    /// <param name="apply">Applies changes.</param>
    /// <param name="mostPages">Ends earlier after so many pages of a range.</param>
    /// <param name="cancellation">Ends the wait; what was applied stays.</param>
    public async Task<Followed> FollowAllAsync(ApplyChanges apply, int mostPages = int.MaxValue, CancellationToken cancellation = default)
    {
        var root = (await ranges.ReadAsync(FollowedRange.RootId, cancellation))!;
        var mode = new Mode(mostPages, Splits: false, TakesOver: true);
        if (root.IsAlone)
            return await ReadAsync(root.Id, root, apply, mode, cancellation);
        var more = false;
        var errors = new List<Exception>();
        await Parallel.ForEachAsync(
            (await ranges.ReadAllAsync(cancellation)).Select(range => range.Id),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (range, stop) =>
            {
                try
                {
                    var result = await ReadAsync(range, null, apply, mode, stop);
                    if (result.HasMore)
                        Volatile.Write(ref more, true);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    lock (errors)
                        errors.Add(error);
                }
            });
        return errors.Count == 0 ? new Followed(more) : throw new AggregateException(errors);
    }

    /// <summary>Forgets how far it is, so that everything is followed once more.</summary>
    public Task StartOverAsync(CancellationToken cancellation = default) => ranges.StartOverAsync(cancellation);

    private Mode Run => new(follower.PagesARun, Splits: true, TakesOver: false);

    private async Task<Followed> ReadAsync(string id, FollowedRange? known, ApplyChanges apply, Mode mode, CancellationToken cancellation)
    {
        for (var pages = 1; ; pages++)
        {
            var range = known ?? await ranges.ReadAsync(id, cancellation);
            known = null;
            if (range is null)
                return new Followed(HasMore: false);
            var now = clock.Now();
            if (!mode.TakesOver && range.HeldBy != me && range.HeldUntil > now)
                return new Followed(HasMore: false, LeavesRest: true);
            if (await ReadPageAsync(range, cancellation) is not { } page)
                continue;
            if (page.Documents.Count > 0)
                await apply(range, page.Documents, cancellation);
            else if (!page.HasMore && (range.IsAlone || page.Checkpoint == range.Checkpoint || now - range.ReadAt < PassOver))
                return new Followed(HasMore: false);

            var isLast = pages >= mode.MostPages;
            var goesOn = page.HasMore && !isLast;
            var next = range with
            {
                Checkpoint = page.Checkpoint,
                ReadAt = now,
                HeldBy = goesOn ? me : null,
                HeldUntil = goesOn ? clock.Now() + HoldFor : null,
            };
            var (split, splitOff) = mode.Splits && isLast && page.HasMore ? await ranges.SplitAsync(next, cancellation) : (next, []);

            // When another was faster, it has gone on from the same place: read on from wherever it is now.
            if (await ranges.WriteAsync(split, splitOff) ? !goesOn : isLast)
                return new Followed(page.HasMore);
        }
    }

    /// <summary>The next page; null when the checkpoint was damaged, and all is followed from the beginning again.</summary>
    private async Task<ChangePage?> ReadPageAsync(FollowedRange range, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadChangesAsync(Containers.UserData, range.Checkpoint, follower.PageSize, cancellation);
        }
        catch (InvalidContinuationException) when (follower.StartsOver && range.Checkpoint is not null)
        {
            if (range.ETag.Length == 0)
                return await store.ReadChangesAsync(Containers.UserData, null, follower.PageSize, cancellation); // an earlier version's
            await ranges.StartOverAsync(cancellation);
            return null;
        }
    }

    private async Task<bool> HasNewsAsync(string? since, CancellationToken cancellation)
    {
        if (since is null)
            return true;
        try
        {
            return await store.ReadChangesAsync(Containers.UserData, since, 1, cancellation) is { Documents.Count: > 0 } or { HasMore: true };
        }
        catch (InvalidContinuationException)
        {
            return true;
        }
    }

    /// <summary>How a range is read.</summary>
    /// <param name="MostPages">The most pages.</param>
    /// <param name="Splits">Whether it is split when more is left then.</param>
    /// <param name="TakesOver">Whether it is read also while another process holds it.</param>
    private sealed record Mode(int MostPages, bool Splits, bool TakesOver);
}
