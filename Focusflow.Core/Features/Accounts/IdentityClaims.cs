using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Claims names that only one user can have. Claims and accounts lie in different partitions, so they cannot be written
/// together; instead a claim counts only when the claimant's account confirms it. A registration or renaming that broke
/// off leaves a claim that nothing confirms, and after <see cref="Grace"/> the next who wants the name takes it over.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
public sealed class IdentityClaims(IDocumentStore store, TimeProvider clock)
{
    private static readonly Problem Taken = new(ProblemCodes.UsernameTaken, "It is taken.");

    /// <summary>How long an unconfirmed claim is left alone: whoever made it may be about to confirm it.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Claims a name (an id of <see cref="Identity"/>) for a user; claiming again what the user has already is fine. To
    /// confirm it, write the account after that, on the version read before.
    /// </summary>
    /// <returns>The claim, or a conflict when somebody else has the name.</returns>
    public Task<Outcome<Identity>> ClaimAsync(string id, string userId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync(() => TryClaimAsync(id, userId, cancellation), cancellation);

    /// <summary>Gives up a claim, if nobody has touched it since. Only for claims that no account confirms.</summary>
    public async Task ReleaseAsync(Identity claim) =>
        await new WriteSet(Containers.Identities, claim.Id).Delete(claim).CommitAsync(store);

    /// <summary>
    /// All claims of a user, confirmed or not: also that of an external subject, which the account does not tell, and one
    /// that a renaming left behind. One indexed query across partitions.
    /// </summary>
    internal async Task<IReadOnlyList<Identity>> ListAsync(string userId, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.Identities, Partition: null, Identity.KindName)
        {
            Filters = [new DocumentFilter.EqualTo("userId", userId)],
            Sort = new DocumentSort("userId"),
            Limit = DocumentQuery.MaxLimit,
        };
        return (await store.QueryAsync<Identity>(query, cancellation)).Documents;
    }

    private async Task<Outcome<Identity>?> TryClaimAsync(string id, string userId, CancellationToken cancellation)
    {
        var mine = new Identity { Id = id, UserId = userId, ClaimedAt = clock.Now() };
        if (await store.ReadAsync<Identity>(id, id, cancellation) is not { } current)
            return await CommitAsync(mine);

        // Also one's own claim is written anew: whoever is about to release the old one must not hit this one.
        if (current.UserId != userId && await FindOutAsync(current, cancellation) is var standing and not Standing.Void)
            return standing == Standing.Confirmed ? (Outcome<Identity>?)Taken : null;
        return await CommitAsync(mine with { ETag = current.ETag });
    }

    private async Task<Outcome<Identity>?> CommitAsync(Identity claim)
    {
        var result = await new WriteSet(Containers.Identities, claim.Id).Put(claim).CommitAsync(store);
        return result.Succeeded ? (Outcome<Identity>?)(claim with { ETag = result.ETags[0] }) : null;
    }

    /// <summary>
    /// Finds out whether a claim counts. When it is void, makes sure that it stays so: the account's version is changed
    /// (or its place taken), so that a write under way that would confirm the claim fails and has to start over.
    /// </summary>
    private async Task<Standing> FindOutAsync(Identity claim, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(new DocumentKey(Containers.UserData, claim.UserId, Account.DocumentId), cancellation);
        if (stored?.Kind == DepartingAccount.KindName)
            return Standing.Void; // whoever is being deleted confirms nothing any more
        var account = stored?.Kind == Account.KindName ? stored.Value.As<Account>() : null;
        if (account?.Confirms(claim.Id, clock.GetUtcNow()) == true || clock.GetUtcNow() - claim.ClaimedAt < Grace)
            return Standing.Confirmed;

        var fence = WriteSet.ForUser(claim.UserId);
        if (account is not null)
            return (await fence.Replace(account).CommitAsync(store)).Succeeded ? Standing.Void : Standing.Changing;
        var place = new AbandonedAccount { Id = Account.DocumentId, UserId = claim.UserId };
        return (await fence.Create(place).CommitAsync(store)).Succeeded
            || await store.ReadAsync<AbandonedAccount>(claim.UserId, Account.DocumentId, cancellation) is not null
                ? Standing.Void
                : Standing.Changing;
    }

    private enum Standing
    {
        Confirmed,
        Void,
        Changing,
    }
}
