using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Slows guessing of passwords: counts failures durably, and has those wait who guess (<see cref="LockOutRule"/>).</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
public sealed class SignInGuard(IDocumentStore store, TimeProvider clock)
{
    /// <summary>429 while the client has to wait, else what was read of whose password it is to be.</summary>
    internal Task<Outcome<Admission>> AdmitAsync(Guesser who, CancellationToken cancellation) =>
        Optimistic.RunAsync(() => TryAdmitAsync(who, cancellation), cancellation);

    /// <summary>
    /// Counts a wrong password, also of a client that has left meanwhile. 429 for a known client that should have waited and needed
    /// not, else null.
    /// </summary>
    internal async Task<Problem?> FailedAsync(Guesser who)
    {
        if (who.Address is not null)
            await CountAsync(who.Address);
        if (!(await CountAsync(who.Client, who.Account)).Succeeded(out var own, out var problem))
            return problem;
        return who.Client.Rule.Told(own) is { } wait ? TooOften(wait) : null;
    }

    /// <summary>Forgets a client's failures after a success; not those that were counted meanwhile.</summary>
    internal async Task SucceededAsync(Admission admission)
    {
        if (admission.Failures is { } failures)
            await WriteSet.ForUser(failures.UserId).Delete(failures).CommitAsync(store);
    }

    private static Problem TooOften(TimeSpan wait) =>
        new(ProblemCodes.SignInLocked, "Signing in failed too often. Wait a moment before you try again.") { RetryAfter = wait };

    private async Task<Outcome<Admission>?> TryAdmitAsync(Guesser who, CancellationToken cancellation)
    {
        var locating = FindAsync(who.Address, cancellation);
        var found = await store.ReadSomeAsync(Containers.UserData, who.UserId, who.Ids, cancellation);
        var (client, all, address) = (who.Client.In(found), who.Account?.In(found), await locating);
        var now = clock.Now();
        var brake = all is null ? TimeSpan.Zero : who.Account!.Rule.WaitAfter(all.CountAt(now));

        // One that comes for the first time while the account is under attack waits as well; then its time has come.
        if (client is null && brake > TimeSpan.Zero)
        {
            client = new FailedSignIns { Id = who.Client.Id, UserId = who.UserId, Since = now, LockedUntil = now + brake };
            if (!(await WriteSet.ForUser(who.UserId).Create(client).CommitAsync(store)).Succeeded)
                return null;
        }

        var until = new[] { now, client?.LockedUntil ?? now, address?.LockedUntil ?? now }.Max();
        return until > now ? TooOften(until - now) : new Admission(found, client);
    }

    /// <summary>Counts one more failure of a target, and of what it is a part of, which may have it wait longer.</summary>
    private Task<Outcome<FailedSignIns>> CountAsync(GuessTarget target, GuessTarget? whole = null) =>
        Optimistic.RunAsync<FailedSignIns>(async () =>
        {
            var found = await store.ReadSomeAsync(Containers.UserData, target.UserId, whole is null ? [target.Id] : [target.Id, whole.Id]);
            var (now, brake, writes) = (clock.Now(), TimeSpan.Zero, WriteSet.ForUser(target.UserId));
            if (whole is not null)
            {
                var all = whole.Fail(whole.In(found), now);
                writes.Put(all);
                brake = whole.Rule.WaitAfter(all.Count);
            }

            var after = target.Fail(target.In(found), now, brake);
            return (await writes.Put(after).CommitAsync(store)).Succeeded ? (Outcome<FailedSignIns>?)after : null;
        });

    private async Task<FailedSignIns?> FindAsync(GuessTarget? target, CancellationToken cancellation) =>
        target is null ? null : await store.ReadAsync<FailedSignIns>(target.UserId, target.Id, cancellation);
}

/// <summary>A client that may try, or that tries for the first time.</summary>
/// <param name="Found">What was read with its failures: the <see cref="Access"/> and the <see cref="Account"/>, if there are any.</param>
/// <param name="Failures">Its failures so far.</param>
internal readonly record struct Admission(SomeDocuments Found, FailedSignIns? Failures);
