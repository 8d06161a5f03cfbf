using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Finds the account of an address.</summary>
/// <param name="store">The store.</param>
public sealed class AccountFinder(IDocumentStore store)
{
    /// <summary>Nobody's id, for steps that are taken whether or not there is somebody.</summary>
    internal static readonly string Nobody = Guid.Empty.ToString("D");

    /// <summary>The claim of an address, or null: the first of its ids that is claimed. Whether the account confirms it is another question.</summary>
    internal async ValueTask<Identity?> FindClaimAsync(IEnumerable<string> emailIds, CancellationToken cancellation)
    {
        // All are read, so that what is done does not depend on which is claimed.
        Identity? found = null;
        foreach (var id in emailIds)
            found = await store.ReadAsync<Identity>(id, id, cancellation) is { } claim ? found ?? claim : found;
        return found;
    }

    /// <summary>The account that signs in with one of these ids of an address, or null.</summary>
    internal async ValueTask<Account?> FindAsync(IReadOnlyCollection<string> emailIds, CancellationToken cancellation) =>
        await FindClaimAsync(emailIds, cancellation) is { } claim
        && await store.ReadAsync<Account>(claim.UserId, Account.DocumentId, cancellation) is { } account
        && account.SignsInWith(claim.Id)
            ? account
            : null;
}
