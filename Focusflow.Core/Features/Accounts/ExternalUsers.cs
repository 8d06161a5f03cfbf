using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Knows people of the external issuer by their subject, and makes them users when they first come.</summary>
public sealed class ExternalUsers(IDocumentStore store, AccountCreation creation, TimeProvider clock)
{
    private static readonly Problem BeingDeleted = new(ProblemCodes.AccountBeingDeleted, "The account is being deleted.");

    /// <summary>
    /// The user of a subject. Several requests may come first at the same time, or one may break off: the claim of the subject
    /// names the user's id, and whoever finds it without an account soon after completes it.
    /// </summary>
    public Task<Outcome<string>> FindOrCreateAsync(ExternalSubject subject, CancellationToken cancellation = default) =>
        Optimistic.RunAsync(() => TryFindAsync(subject, cancellation), cancellation);

    private async Task<Outcome<string>?> TryFindAsync(ExternalSubject subject, CancellationToken cancellation)
    {
        var id = Identity.OfSubject(subject.Issuer, subject.Subject);
        var claim = await store.ReadAsync<Identity>(id, id, cancellation);
        if (claim is null)
            return await ClaimAsync(id, "", cancellation);

        if (await store.ReadAsync<Access>(claim.UserId, Access.DocumentId, cancellation) is not null)
            return claim.UserId;
        var place = await store.ReadAsync(new DocumentKey(Containers.UserData, claim.UserId, Account.DocumentId), cancellation);
        if (place?.Kind == DepartingAccount.KindName)
            return BeingDeleted;

        // A claim that has stood for a while without an account: its registration broke off, or its user was deleted just now
        // and the claim is about to go. Either way the old id is done with, and a new claim succeeds only if this one stands.
        if (place?.Kind == AbandonedAccount.KindName || (place is null && clock.Now() - claim.ClaimedAt >= IdentityClaims.Grace))
            return await ClaimAsync(id, claim.ETag, cancellation);
        var created = await creation.CreateAsync(
            NewAccount(claim.UserId, subject), NewAccess(claim.UserId, clock.Now()), chooseUsername: true, timers: null, cancellation);
        if (created.Succeeded(out _, out var problem))
            return claim.UserId;
        return problem == AccountCreation.AlreadyThere ? (Outcome<string>?)null : problem;
    }

    private async Task<Outcome<string>?> ClaimAsync(string id, string etag, CancellationToken cancellation)
    {
        var now = clock.Now();
        var claim = new Identity { Id = id, UserId = Guid.CreateVersion7(now).ToString("D"), ClaimedAt = now, ETag = etag };
        await new WriteSet(Containers.Identities, id).Put(claim).CommitAsync(store);
        return null; // whoever won, the next attempt finds it
    }

    private Account NewAccount(string userId, ExternalSubject subject) => new()
    {
        Id = Account.DocumentId,
        UserId = userId,
        Username = subject.Username,
        Email = subject.Email,
        FullName = subject.FullName,
        AvatarUrl = "",
        CreatedAt = clock.Now(),
        Verified = subject.EmailVerified,
        Settings = new UserSettings(),
    };

    private static Access NewAccess(string userId, DateTimeOffset now)
    {
        var settings = new UserSettings();
        return new Access { Id = Access.DocumentId, UserId = userId, SeenAt = now, Timezone = settings.Timezone }.WithCalendarOf(settings);
    }
}
