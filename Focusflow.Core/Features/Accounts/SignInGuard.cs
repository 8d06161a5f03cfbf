using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Stops guessing of passwords: counts failures durably, and locks for a while.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
public sealed class SignInGuard(IDocumentStore store, TimeProvider clock)
{
    /// <summary>429 while one of the targets is locked, else null.</summary>
    internal async Task<Problem?> CheckAsync(IReadOnlyList<GuessTarget> targets, CancellationToken cancellation)
    {
        var now = clock.Now();
        var lockedUntil = now;
        foreach (var reading in targets.Select(target => store.ReadAsync<FailedSignIns>(target.Id, target.Id, cancellation).AsTask()).ToArray())
        {
            if (await reading is { } failures && failures.LockedUntil > lockedUntil)
                lockedUntil = failures.LockedUntil;
        }

        return lockedUntil == now
            ? null
            : new Problem(ProblemCodes.SignInLocked, "Signing in failed too often. Wait a while before you try again.") { RetryAfter = lockedUntil - now };
    }

    /// <summary>Counts a failure against all targets.</summary>
    internal async Task FailedAsync(IReadOnlyList<GuessTarget> targets, CancellationToken cancellation)
    {
        foreach (var target in targets)
        {
            await Optimistic.RunAsync<Done>(
                async () =>
                {
                    var before = await store.ReadAsync<FailedSignIns>(target.Id, target.Id, cancellation)
                        ?? new FailedSignIns { Id = target.Id };
                    var write = new WriteSet(Containers.Identities, target.Id).Put(target.Rule.Fail(before, clock.Now()));
                    return (await write.CommitAsync(store)).Succeeded ? default(Done) : null;
                },
                cancellation);
        }
    }

    /// <summary>
    /// The ids under which failures of a user may be counted, as far as the account tells; those of its sessions and devices
    /// name nobody and are gone after an hour.
    /// </summary>
    internal static IReadOnlyList<string> IdsOf(Account account) =>
        EmailAddress.TryParse(account.Email, out var email)
            ? [GuessTarget.Email(email).Id]
            : [];

    /// <summary>Forgets the failures of a target after a success.</summary>
    internal async Task SucceededAsync(GuessTarget target, CancellationToken cancellation)
    {
        // Losing a race against another failure leaves that one counted, which is right.
        if (await store.ReadAsync<FailedSignIns>(target.Id, target.Id, cancellation) is { } failures)
            await new WriteSet(Containers.Identities, target.Id).Delete(failures).CommitAsync(store);
    }
}

/// <summary>What guesses are counted against.</summary>
/// <param name="Id">The id of its <see cref="FailedSignIns"/>.</param>
/// <param name="Rule">When it locks.</param>
internal sealed record GuessTarget(string Id, LockOutRule Rule)
{
    /// <summary>Signing in with an e-mail address, whether or not anybody has it.</summary>
    public static GuessTarget Email(EmailAddress email) => new(Identity.IdOf("failed-email", email.Text), LockOutRule.PerAccount);

    /// <summary>Signing in from a device from which the user has signed in before.</summary>
    public static GuessTarget Device(string userId, string device) => new(Identity.IdOf("failed-device", $"{userId}.{device}"), LockOutRule.PerAccount);

    /// <summary>Confirming the password in a session, so that whoever has stolen its token keeps nobody else from it.</summary>
    public static GuessTarget Session(string userId, string sessionId) =>
        new(Identity.IdOf("failed-session", $"{userId}.{sessionId}"), LockOutRule.PerAccount);

    /// <summary>
    /// What a sign-in counts against, first what a success clears: a known device by itself and nothing else, so that
    /// others' failures never keep a user out; unknown clients of an account together, and by where they are.
    /// </summary>
    public static IReadOnlyList<GuessTarget> Of(EmailAddress email, string userId, string? device, string? address) =>
        device is not null ? [Device(userId, device)]
        : address is not null ? [Email(email), Address(address)]
        : [Email(email)];

    /// <summary>Signing in from a network address.</summary>
    public static GuessTarget Address(string address) => new(Identity.IdOf("failed-address", address), LockOutRule.PerAddress);
}
