using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Slows guessing of passwords: counts failures durably, and has those wait who guess (<see cref="LockOutRule"/>).</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
public sealed class SignInGuard(IDocumentStore store, TimeProvider clock)
{
    /// <summary>429 while the client has to wait, else its failures so far.</summary>
    internal Task<Outcome<Admission>> AdmitAsync(Guesser who, CancellationToken cancellation) =>
        Optimistic.RunAsync(() => TryAdmitAsync(who, cancellation), cancellation);

    /// <summary>
    /// Counts a wrong password, also of a client that has left meanwhile. 429 for a known client that should have waited and needed
    /// not, else null.
    /// </summary>
    internal async Task<Problem?> FailedAsync(Guesser who)
    {
        var brake = TimeSpan.Zero;
        if (who.Account is { } account && (await CountAsync(account)).Succeeded(out var all, out _))
            brake = account.Rule.WaitAfter(all.Count);
        if (who.Address is not null)
            await CountAsync(who.Address);
        if (!(await CountAsync(who.Client, brake)).Succeeded(out var own, out var problem))
            return problem;
        return who.Client.Rule.Told(own) is { } wait ? TooOften(wait) : null;
    }

    /// <summary>Forgets a client's failures after a success; not those that were counted meanwhile.</summary>
    internal async Task SucceededAsync(Admission admission)
    {
        if (admission.Failures is { } failures)
            await new WriteSet(Containers.Identities, failures.Id).Delete(failures).CommitAsync(store);
    }

    /// <summary>
    /// The ids under which failures of a user may be counted, as far as the account tells; those of its clients name nobody and are
    /// gone after an hour.
    /// </summary>
    internal static IReadOnlyList<string> IdsOf(Account account) =>
        EmailAddress.TryParse(account.Email, out var email) ? [Guesser.AccountOf(email).Id] : [];

    private static Problem TooOften(TimeSpan wait) =>
        new(ProblemCodes.SignInLocked, "Signing in failed too often. Wait a moment before you try again.") { RetryAfter = wait };

    private async Task<Outcome<Admission>?> TryAdmitAsync(Guesser who, CancellationToken cancellation)
    {
        var (finding, locating) = (FindAsync(who.Client, cancellation), FindAsync(who.Address, cancellation));
        var all = await FindAsync(who.Account, cancellation);
        var (client, address) = (await finding, await locating);
        var now = clock.Now();
        var brake = all is null ? TimeSpan.Zero : who.Account!.Rule.WaitAfter(all.CountAt(now));

        // One that comes for the first time while the account is under attack waits as well; then its time has come.
        if (client is null && brake > TimeSpan.Zero)
        {
            client = new FailedSignIns { Id = who.Client.Id, Since = now, LockedUntil = now + brake };
            if (!(await new WriteSet(Containers.Identities, client.Id).Create(client).CommitAsync(store)).Succeeded)
                return null;
        }

        var until = new[] { now, client?.LockedUntil ?? now, address?.LockedUntil ?? now }.Max();
        return until > now ? TooOften(until - now) : new Admission(client);
    }

    private Task<Outcome<FailedSignIns>> CountAsync(GuessTarget target, TimeSpan brake = default) =>
        Optimistic.RunAsync<FailedSignIns>(async () =>
        {
            var before = await FindAsync(target) ?? new FailedSignIns { Id = target.Id };
            var after = target.Rule.Fail(before, clock.Now(), brake);
            return (await new WriteSet(Containers.Identities, target.Id).Put(after).CommitAsync(store)).Succeeded ? (Outcome<FailedSignIns>?)after : null;
        });

    private async Task<FailedSignIns?> FindAsync(GuessTarget? target, CancellationToken cancellation = default) =>
        target is null ? null : await store.ReadAsync<FailedSignIns>(target.Id, target.Id, cancellation);
}

/// <summary>A client that may try, or that tries for the first time.</summary>
/// <param name="Failures">Its failures so far.</param>
internal readonly record struct Admission(FailedSignIns? Failures);
