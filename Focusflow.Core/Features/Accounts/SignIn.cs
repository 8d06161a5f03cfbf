using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Who wants to sign in.</summary>
/// <param name="Email">The e-mail address as sent.</param>
/// <param name="Password">The password.</param>
/// <param name="Address">The client's network address, or null when it is not known for sure.</param>
/// <param name="Device">The mark of the client's device (see <see cref="DeviceMarks"/>), or null when it has none.</param>
public sealed record Credentials(string Email, string Password, string? Address, string? Device = null)
{
    /// <summary>What the client says about itself (<c>User-Agent</c>), or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Reads <c>{email, password}</c>.</summary>
    public static Outcome<Credentials> Read(FieldReader fields, string? address, string? device)
    {
        var email = fields.Require("email", fields.Text("email", 1000, min: 1, nullable: false));
        var password = fields.Require("password", fields.Text("password", 1000, min: 1, nullable: false));
        return fields.Problem is { } problem ? problem : new Credentials(email.Value!, password.Value!, address, device);
    }
}

/// <summary>Signs users in with their password.</summary>
public sealed class SignIn(IDocumentStore store, Passwords passwords, SignInGuard guard, DeviceMarks devices, Sessions sessions)
{
    private static readonly Problem Wrong = new(ProblemCodes.CredentialsWrong, "The e-mail address or the password is wrong.");
    private static readonly Problem ChangedMeanwhile = new(ProblemCodes.PasswordChangedMeanwhile, "The password was changed just now. Sign in again.");
    private static readonly Problem Inactive = new(ProblemCodes.AccountInactive, "The account is not active.");

    /// <summary>
    /// Starts a session. 401 whether the address or the password was wrong, after the same work; 429 after repeated failures, also
    /// for an address nobody has. A right password passes from a device from which the user has signed in before, whatever others do
    /// (see <see cref="LockOutRule"/>); from any other after a minute at most, unless its own address goes on guessing.
    /// </summary>
    public async Task<Outcome<SignedIn>> SignInAsync(Credentials credentials, CancellationToken cancellation = default)
    {
        if (!EmailAddress.TryParse(credentials.Email, out var email))
            return Wrong;
        var outcome = await TrySignInAsync(email, credentials, cancellation);
        return outcome.Problem == ChangedMeanwhile ? await TrySignInAsync(email, credentials, cancellation) : outcome;
    }

    private async Task<Outcome<SignedIn>> TrySignInAsync(EmailAddress email, Credentials credentials, CancellationToken cancellation)
    {
        var (emailId, userId) = await FindAsync(email, cancellation);
        var device = devices.Recognise(credentials.Device, userId);
        var turn = device is null ? Claimant.From(credentials.Address) : Claimant.Of($"{userId} on {device}");
        var who = Guesser.Of(email, userId, device, credentials.Address);

        // Waiting for one's turn comes first: of many guesses sent at once, the later ones then see the earlier failures.
        var verified = await passwords.RunAsync(
            turn, () => VerifyAsync(emailId, credentials.Password, who, cancellation), cancellation: cancellation);
        if (!verified.Succeeded(out var proof, out var problem))
            return problem;

        if (who.Client.UserId != userId)
            await guard.SucceededAsync(proof.Admission);

        // What was read for the check will do, unless somebody has written meanwhile: then the commit fails.
        SomeDocuments? read = proof.Admission.Found;
        var started = await Optimistic.RunAsync(
            async () =>
            {
                var found = read ?? await store.ReadSomeAsync(Containers.UserData, userId, who.Ids, cancellation);
                read = null;
                return await TryStartAsync(proof, who, found, credentials.UserAgent);
            },
            cancellation);
        return started.Succeeded(out var signedIn, out problem) ? signedIn with { Device = devices.Add(credentials.Device, userId) } : problem;
    }

    private async Task<Outcome<Proof>> VerifyAsync(string emailId, string password, Guesser who, CancellationToken cancellation)
    {
        if (!(await guard.AdmitAsync(who, cancellation)).Succeeded(out var admission, out var wait))
            return wait;

        var hash = admission.Found.Find<Access>()?.PasswordHash;
        var check = passwords.Check(hash, password);
        return check.Correct ? new Proof(emailId, hash!, check.NewHash, admission) : await guard.FailedAsync(who) ?? Wrong;
    }

    private async Task<(string EmailId, string UserId)> FindAsync(EmailAddress email, CancellationToken cancellation)
    {
        var emailId = "";
        foreach (var spelling in email.Spellings)
        {
            emailId = Identity.OfEmail(spelling);
            if (await store.ReadAsync<Identity>(emailId, emailId, cancellation) is { } claim)
                return (emailId, claim.UserId);
        }

        return (emailId, Guesser.Stranger(email));
    }

    private async Task<Outcome<SignedIn>?> TryStartAsync(Proof proof, Guesser who, SomeDocuments found, string? userAgent)
    {
        var (account, access) = (found.Find<Account>(), found.Find<Access>());
        if (account?.SignsInWith(proof.EmailId) != true)
            return Wrong;
        if (access?.PasswordHash != proof.Hash)
            return ChangedMeanwhile; // another password, or the same hashed anew by another sign-in
        if (!access.Active)
            return Inactive;

        var (session, tokens) = sessions.Start(who.UserId, userAgent);
        var writes = WriteSet.ForUser(who.UserId)
            .Replace(sessions.Add(access with { PasswordHash = proof.NewHash ?? access.PasswordHash }, session));
        if (who.Client.In(found) is { } failures && failures.ETag == proof.Admission.Failures?.ETag)
            writes.Delete(failures); // not those that were counted meanwhile
        KeyedRun.Concerns(who.UserId);
        return (await writes.CommitAsync(store)).Succeeded ? (Outcome<SignedIn>?)new SignedIn(account, tokens) : null;
    }

    private sealed record Proof(string EmailId, string Hash, string? NewHash, Admission Admission);
}
