using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Writes a new user's documents, having claimed the username before. The account is what makes the user exist: until it
/// is written, every claim made for it is void (see <see cref="IdentityClaims"/>).
/// </summary>
/// <param name="store">The store.</param>
/// <param name="claims">Claims the username.</param>
/// <param name="followers">Features that take part.</param>
public sealed class AccountCreation(IDocumentStore store, IdentityClaims claims, IEnumerable<ISettingsChanged> followers)
{
    private const int Suggestions = 6;

    private readonly ISettingsChanged[] followers = [.. followers];

    /// <summary>There is (or never can be) an account of that id.</summary>
    internal static readonly Problem AlreadyThere = new(ProblemCodes.EmailTaken, "The account exists already.");

    /// <summary>Somebody else has the username.</summary>
    internal static readonly Problem UsernameTaken = new(ProblemCodes.UsernameTaken, "The username is taken.");

    /// <summary>
    /// Creates a user. With <paramref name="chooseUsername"/> the account's username is only what to make one of, else it is
    /// the one wanted and a conflict when it is taken.
    /// </summary>
    /// <returns>The account as stored, <see cref="AlreadyThere"/> or <see cref="UsernameTaken"/>.</returns>
    internal async Task<Outcome<Account>> CreateAsync(
        Account account, Access access, bool chooseUsername, IDurableTimers? timers, CancellationToken cancellation)
    {
        var wish = account.Username;
        Outcome<Identity> claim = UsernameTaken;
        for (var attempt = 0; attempt < (chooseUsername ? Suggestions : 1) && claim.Problem is not null; attempt++)
        {
            account = account with { Username = chooseUsername ? Usernames.Suggest(wish, attempt) : wish };
            claim = await claims.ClaimAsync(Identity.OfUsername(account.Username), account.UserId, cancellation);
        }

        if (claim.Problem is not null)
            return UsernameTaken;

        var writes = WriteSet.ForUser(account.UserId).Create(account).Create(access);
        await followers.AddWritesAsync(null, account, writes, timers, cancellation);
        var result = await writes.CommitAsync(store);
        return result.Succeeded ? account with { ETag = result.ETags[0] } : AlreadyThere;
    }
}
