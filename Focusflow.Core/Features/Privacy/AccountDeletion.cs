using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>How far a deletion is.</summary>
public enum DeletionProgress
{
    /// <summary>There is an account: nobody has marked it, and nothing was done.</summary>
    NotMarked,

    /// <summary>There is more to delete.</summary>
    Working,

    /// <summary>All was gone already, but something had been left behind by a request under way; that is gone now too.</summary>
    FoundMore,

    /// <summary>All is gone.</summary>
    Gone,
}

/// <summary>
/// Deletes a user: first a mark in the account's place, in one commit, from which on nobody can sign in; then, in steps
/// that can be repeated from anywhere, everything else, and the mark last. See docs/privacy.md.
/// </summary>
public sealed class AccountDeletion(
    IDocumentStore store, TimeProvider clock, UserPartition partition, IdentityClaims claims, BoardWriter boards, PictureShelf pictures)
{
    private const int BoardsAtOnce = 8;
    private const int Attempts = 5;

    /// <summary>
    /// Puts the mark in the account's place and ends all sessions, in one commit; done is also what somebody else has marked
    /// or deleted meanwhile. 412 when the account is not the version expected.
    /// </summary>
    public Task<Outcome<DeletionOrder>> MarkAsync(
        string userId, ExpectedVersion expected, IUserOrchestrations orchestrations, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<DeletionOrder>(
            async () =>
            {
                if (await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { } account)
                    return new DeletionOrder(userId, []);
                if (!expected.Accepts(account.ETag))
                    return Problem.Stale;

                var now = clock.Now();
                var weeks = await BoardMember.ReadWeeksAsync(store, userId, new EachByItself("deletions"), cancellation);
                var order = new DeletionOrder(userId, [.. weeks.Concat(IsoWeek.CurrentAt(now)).Distinct().Order().Select(week => week.ToString())]);
                var writes = WriteSet.ForUser(userId).Replace(new DepartingAccount
                {
                    Id = Account.DocumentId,
                    UserId = userId,
                    ETag = account.ETag,
                    DepartingSince = now,
                    Weeks = order.Weeks,
                    Codes = AddressCodes.IdsOf(account),
                });
                if (await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation) is { } access)
                    writes.Delete(access);

                await orchestrations.ScheduleAsync(order, cancellation);
                return (await writes.CommitAsync(store)).Succeeded ? (Outcome<DeletionOrder>?)order : null;
            },
            cancellation);

    /// <summary>
    /// Does some of what is left to do. Any number may do so at the same time, and any may be killed anywhere.
    /// </summary>
    /// <param name="order">Whose deletion; an account that is not marked is left alone.</param>
    /// <param name="orchestrations">Ends what waits for the documents.</param>
    /// <param name="mostPages">How many pages of up to a hundred documents to delete at most.</param>
    /// <param name="cancellation">Ends the work; what was deleted stays so.</param>
    public async Task<DeletionProgress> ContinueAsync(
        DeletionOrder order, IUserOrchestrations orchestrations, int mostPages, CancellationToken cancellation = default)
    {
        var place = await store.ReadAsync(new DocumentKey(Containers.UserData, order.UserId, Account.DocumentId), cancellation);
        if (place?.Kind == Account.KindName)
            return DeletionProgress.NotMarked;
        var mark = place?.Kind == DepartingAccount.KindName ? place.Value.As<DepartingAccount>() : null;

        var (deleted, hasMore) = await partition.DeleteAsync(order.UserId, orchestrations, mostPages, cancellation);
        if (hasMore)
            return DeletionProgress.Working;
        await LeaveBoardsAsync(order, mark, cancellation);
        deleted += await ReleaseNamesAsync(order.UserId, cancellation);
        deleted += await pictures.RemoveAllAsync(order.UserId, cancellation);
        if (mark is null)
            return deleted > 0 ? DeletionProgress.FoundMore : DeletionProgress.Gone;

        foreach (var id in mark.Codes)
            await ForgetCodeAsync(id, cancellation);

        // The mark is the last thing that says whose deletion this is: only when nothing else was left may it go.
        if (await partition.HoldsMoreAsync(order.UserId, cancellation))
            return DeletionProgress.Working;
        var commit = await WriteSet.ForUser(order.UserId).Delete(mark).CommitAsync(store);
        return commit.Succeeded ? DeletionProgress.Gone : DeletionProgress.Working;
    }

    private async Task LeaveBoardsAsync(DeletionOrder order, DepartingAccount? mark, CancellationToken cancellation)
    {
        // The week may have turned since the mark was made, with a request of its minute still under way.
        var now = clock.Now();
        var weeks = order.Weeks.Concat(mark?.Weeks ?? []).Select(IsoWeek.Parse).Concat(IsoWeek.CurrentAt(now)).Distinct();
        await Parallel.ForEachAsync(
            weeks,
            new ParallelOptions { MaxDegreeOfParallelism = BoardsAtOnce, CancellationToken = cancellation },
            async (week, stop) =>
            {
                // Of an old board nobody is about to write an entry, and it must not be brought back by writing to it.
                if (mark is not null && BoardFollower.Keeps(week, now))
                    await boards.RemoveAsync(week, order.UserId, stop);
                else
                    await boards.SyncAsync(week, [new BoardHint(order.UserId)], new EachByItself("deletions"), stop);
            });
    }

    private async Task<int> ReleaseNamesAsync(string userId, CancellationToken cancellation)
    {
        var released = 0;
        for (var tries = 0; tries < Attempts && await claims.ListAsync(userId, cancellation) is { Count: > 0 } held; tries++)
        {
            foreach (var claim in held)
                await claims.ReleaseAsync(claim);
            released += held.Count;
        }

        return released;
    }

    private async Task ForgetCodeAsync(string id, CancellationToken cancellation)
    {
        // Losing a race against one more question is fine: it expires within the hour and its id is a hash.
        if (await store.ReadAsync(new DocumentKey(Containers.Identities, id, id), cancellation) is { } counted)
            await new WriteSet(Containers.Identities, id).Add(new DocumentWrite.Delete(id, counted.ETag)).CommitAsync(store);
    }
}
