using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Who wants to sign in.</summary>
/// <param name="Email">The e-mail address as sent.</param>
/// <param name="Password">The password.</param>
/// <param name="Address">The client's network address, or null when it is not known for sure.</param>
public sealed record Credentials(string Email, string Password, string? Address)
{
    /// <summary>Reads <c>{email, password}</c>.</summary>
    public static Outcome<Credentials> Read(FieldReader fields, string? address)
    {
        var email = fields.Require("email", fields.Text("email", 1000, min: 1, nullable: false));
        var password = fields.Require("password", fields.Text("password", 1000, min: 1, nullable: false));
        return fields.Problem is { } problem ? problem : new Credentials(email.Value!, password.Value!, address);
    }
}

/// <summary>Signs users in with their password.</summary>
public sealed class SignIn(IDocumentStore store, Passwords passwords, SignInGuard guard, Sessions sessions)
{
    private static readonly string Nobody = Guid.Empty.ToString("D");
    private static readonly Problem Wrong = new(ProblemKind.Unauthenticated, "The e-mail address or the password is wrong.");
    private static readonly Problem ChangedMeanwhile = Problem.Conflict("The password was changed just now. Sign in again.");
    private static readonly Problem Inactive = new(ProblemKind.Forbidden, "The account is not active.");

    /// <summary>
    /// Starts a session. 401 whether the address or the password was wrong, after the same work; 429 after repeated failures
    /// under that address or from that place, also for an address nobody has.
    /// </summary>
    public async Task<Outcome<SignedIn>> SignInAsync(Credentials credentials, CancellationToken cancellation = default)
    {
        if (!EmailAddress.TryParse(credentials.Email, out var email))
            return Wrong;
        List<GuessTarget> targets = [GuessTarget.Email(email)];
        if (credentials.Address is { } address)
            targets.Add(GuessTarget.Address(address));

        var outcome = await SignInAsync(email, credentials.Password, targets, cancellation);
        return outcome.Problem == ChangedMeanwhile ? await SignInAsync(email, credentials.Password, targets, cancellation) : outcome;
    }

    private async Task<Outcome<SignedIn>> SignInAsync(
        EmailAddress email, string password, List<GuessTarget> targets, CancellationToken cancellation)
    {
        // Waiting for one's turn comes first: of many guesses sent at once, the later ones then see the earlier failures.
        var verified = await passwords.RunAsync(() => VerifyAsync(email, password, targets, cancellation), cancellation);
        if (!verified.Succeeded(out var found, out var problem))
            return problem;

        await guard.SucceededAsync(targets[0], cancellation);
        return await Optimistic.RunAsync(() => TryStartAsync(found, cancellation), cancellation);
    }

    private async Task<Outcome<Verified>> VerifyAsync(
        EmailAddress email, string password, List<GuessTarget> targets, CancellationToken cancellation)
    {
        if (await guard.CheckAsync(targets, cancellation) is { } locked)
            return locked;

        var emailId = Identity.OfEmail(email.Text);
        var userId = (await store.ReadAsync<Identity>(emailId, emailId, cancellation))?.UserId ?? Nobody;
        var access = await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation);
        var check = passwords.Check(access?.PasswordHash, password);
        if (check.Correct)
            return new Verified(access!, emailId, check.NewHash);
        await guard.FailedAsync(targets, cancellation);
        return Wrong;
    }

    private async Task<Outcome<SignedIn>?> TryStartAsync(Verified verified, CancellationToken cancellation)
    {
        var userId = verified.Access.UserId;
        var reading = store.ReadAsync<Account>(userId, Account.DocumentId, cancellation);
        var access = await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation);
        var account = await reading;

        if (account?.Confirms(verified.EmailId) != true)
            return Wrong;
        if (access?.PasswordHash != verified.Access.PasswordHash)
            return ChangedMeanwhile; // another password, or the same hashed anew by another sign-in
        if (!access!.Active)
            return Inactive;

        var (session, tokens) = sessions.Start(userId);
        var changed = sessions.Add(access with { PasswordHash = verified.NewHash ?? access.PasswordHash }, session);
        KeyedRun.Concerns(userId);
        return (await WriteSet.ForUser(userId).Replace(changed).CommitAsync(store)).Succeeded
            ? (Outcome<SignedIn>?)new SignedIn(account, tokens)
            : null;
    }

    private sealed record Verified(Access Access, string EmailId, string? NewHash);
}
