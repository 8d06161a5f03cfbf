using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// A feature that takes part when a user is created, settings change, or an address is confirmed: it adds its own documents to the same transaction.
/// Called anew for every attempt, so it must read what it changes each time.
/// </summary>
public interface ISettingsChanged
{
    /// <summary>Adds writes for a new state of the account.</summary>
    /// <param name="before">The account so far, or null when the user is being created.</param>
    /// <param name="after">The account as it will be stored.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the account or the access again.</param>
    /// <param name="timers">Sets wake-up calls; null where none can be set (in a middleware): then a sweeper sees to them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(
        Account? before, Account after, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation);
}

/// <summary>All of them, in one call.</summary>
internal static class SettingsFollowers
{
    /// <summary>Has each of them add its writes.</summary>
    public static async ValueTask AddWritesAsync(
        this IEnumerable<ISettingsChanged> followers,
        Account? before,
        Account after,
        WriteSet writes,
        IDurableTimers? timers,
        CancellationToken cancellation)
    {
        foreach (var follower in followers)
            await follower.AddWritesAsync(before, after, writes, timers, cancellation);
    }
}
