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
        var (own, brake) = (default(FailedSignIns), TimeSpan.Zero);
        foreach (var targets in who.Targets.GroupBy(target => target.UserId, StringComparer.Ordinal))
        {
            if (!(await CountAsync(who, [.. targets], brake)).Succeeded(out var counted, out var problem))
                return problem;
            (own, brake) = (counted.Own ?? own, counted.Brake);
        }

        return who.Client.Rule.Told(own!) is { } wait ? TooOften(wait) : null;
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
        var locating = ReadAddressAsync(who, cancellation);
        var found = await store.ReadSomeAsync(Containers.UserData, who.UserId, who.Ids, cancellation);
        var located = await locating;
        var (client, all, address) = (who.Client.In(found) ?? who.Client.In(located), who.Account?.In(found), who.Address?.In(located));
        var now = clock.Now();
        var brake = all is null ? TimeSpan.Zero : who.Account!.Rule.WaitAfter(all.CountAt(now));

        // One that comes for the first time while the account is under attack waits as well; then its time has come.
        if (client is null && brake > TimeSpan.Zero)
        {
            client = new FailedSignIns { Id = who.Client.Id, UserId = who.Client.UserId, Since = now, LockedUntil = now + brake };
            if (!(await WriteSet.ForUser(client.UserId).Create(client).CommitAsync(store)).Succeeded)
                return null;
        }

        var until = new[] { now, client?.LockedUntil ?? now, address?.LockedUntil ?? now }.Max();
        return until > now ? TooOften(until - now) : new Admission(found, client);
    }

    /// <summary>Counts one more failure of targets in one partition.</summary>
    /// <param name="who">Who has failed.</param>
    /// <param name="targets">The targets; the account before the client, which it has wait longer.</param>
    /// <param name="brake">What the client waits in any case, as far as it is known.</param>
    private Task<Outcome<Counted>> CountAsync(Guesser who, GuessTarget[] targets, TimeSpan brake) =>
        Optimistic.RunAsync<Counted>(async () =>
        {
            var found = await store.ReadSomeAsync(Containers.UserData, targets[0].UserId, [.. targets.Select(target => target.Id)]);
            var (now, counted, writes) = (clock.Now(), new Counted(Own: null, brake), WriteSet.ForUser(targets[0].UserId));
            foreach (var target in targets)
            {
                var after = target.Fail(target.In(found), now, target == who.Client ? counted.Brake : default);
                writes.Put(after);
                if (target == who.Client)
                    counted = counted with { Own = after };
                else if (target == who.Account)
                    counted = counted with { Brake = target.Rule.WaitAfter(after.Count) };
            }

            return (await writes.CommitAsync(store)).Succeeded ? (Outcome<Counted>?)counted : null;
        });

    private async Task<SomeDocuments> ReadAddressAsync(Guesser who, CancellationToken cancellation) =>
        who.Address is null ? new SomeDocuments([]) : await store.ReadSomeAsync(Containers.UserData, who.Address.UserId, who.IdsOfAddress, cancellation);

    private sealed record Counted(FailedSignIns? Own, TimeSpan Brake);
}

/// <summary>A client that may try, or that tries for the first time.</summary>
/// <param name="Found">What was read with its failures: the <see cref="Access"/> and the <see cref="Account"/>, if there are any.</param>
/// <param name="Failures">Its failures so far.</param>
internal readonly record struct Admission(SomeDocuments Found, FailedSignIns? Failures);
