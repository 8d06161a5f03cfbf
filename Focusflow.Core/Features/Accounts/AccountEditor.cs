using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Carries out changes to an account: loads, decides, claims a new username, keeps the calendar in step, commits, and removes a
/// picture that was replaced.
/// </summary>
public sealed class AccountEditor(
    IDocumentStore store, TimeProvider clock, IdentityClaims claims, PictureShelf pictures, IEnumerable<ISettingsChanged> followers)
{
    private static readonly Problem Gone = Problem.NotFound("User");

    private readonly ISettingsChanged[] followers = [.. followers];

    /// <summary>Reads the account of a user.</summary>
    public async ValueTask<Outcome<Account>> ReadAsync(string userId, CancellationToken cancellation = default) =>
        await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is { } account ? account : Gone;

    /// <summary>Applies a decision to the account.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="expected">The versions that may be changed.</param>
    /// <param name="decide">The account after the change; the same one when nothing changes.</param>
    /// <param name="timers">Sets the wake-up calls that new settings ask for; null when the decision changes no settings.</param>
    /// <param name="preferences">What else to keep, of the onboarding; null to leave that alone.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The account as stored.</returns>
    public Task<Outcome<Account>> ChangeAsync(
        string userId,
        ExpectedVersion expected,
        Func<Account, Outcome<Account>> decide,
        IDurableTimers? timers,
        Onboarding? preferences = null,
        CancellationToken cancellation = default) =>
        Optimistic.RunAsync(
            async () =>
            {
                if (!(await ReadAsync(userId, cancellation)).Succeeded(out var before, out var problem))
                    return problem;
                if (!expected.Accepts(before.ETag))
                    return Problem.Stale;
                if (!decide(before).Succeeded(out var after, out problem))
                    return problem;
                return after == before && preferences is null
                    ? (Outcome<Account>?)before
                    : await TryCommitAsync(before, Remember(before, after), timers, preferences, cancellation);
            },
            cancellation);

    private Account Remember(Account before, Account after) =>
        WorkDayHistory.Keep(before, after, before.Settings.ToCalendar().DayOf(clock.Now()));

    private async Task<Outcome<Account>?> TryCommitAsync(
        Account before, Account after, IDurableTimers? timers, Onboarding? preferences, CancellationToken cancellation)
    {
        var (oldId, newId) = (Identity.OfUsername(before.Username), Identity.OfUsername(after.Username));
        Identity? released = null;
        if (oldId != newId)
        {
            if ((await claims.ClaimAsync(newId, after.UserId, cancellation)).Problem is { } problem)
                return problem.Kind == ProblemKind.Conflict ? AccountCreation.UsernameTaken : problem;
            released = await store.ReadAsync<Identity>(oldId, oldId, cancellation); // before the commit: see IdentityClaims
        }

        var writes = WriteSet.ForUser(after.UserId).Replace(after);
        var newCalendar = (before.Settings.Timezone, before.Settings.DayStartsAt) != (after.Settings.Timezone, after.Settings.DayStartsAt);
        if (newCalendar && await store.ReadAsync<Access>(after.UserId, Access.DocumentId, cancellation) is { } access)
            writes.Replace(access.WithCalendarOf(after.Settings));
        await followers.AddWritesAsync(before, after, writes, timers, cancellation);
        if (preferences is not null)
        {
            var kept = await store.ReadAsync<Onboarding>(after.UserId, Onboarding.DocumentId, cancellation);
            writes.Put(preferences with { ETag = kept?.ETag ?? "" });
        }

        var result = await writes.CommitAsync(store);
        if (!result.Succeeded)
            return null;
        if (released?.UserId == after.UserId)
            await claims.ReleaseAsync(released);
        if (before.AvatarUrl != after.AvatarUrl)
            await pictures.RemoveAsync(before.AvatarUrl);
        return after with { ETag = result.ETags[0] };
    }
}
