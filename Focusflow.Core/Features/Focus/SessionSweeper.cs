using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>Settles what nobody reads and no wake-up reached; found by the markers of open sessions.</summary>
public sealed class SessionSweeper(IDocumentStore store, TimeProvider clock, SessionSettlement settlement)
{
    /// <summary>Settles everything that is due. Gives the number settled and what was set aside.</summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellation = default)
    {
        var (settled, each) = (0, new EachByItself("focus sessions", comesBack: true));
        await foreach (var marker in store.OverdueAsync<OpenSession>("dueAt", clock.Now() - DocumentStoreExtensions.TimersMayBeLate, each, cancellation))
            await each.TryAsync(OpenSession.KindName, async () => settled += await SettleAsync(marker, cancellation) ? 1 : 0);
        return new SweepResult(settled, each.SetAside);
    }

    private async Task<bool> SettleAsync(OpenSession marker, CancellationToken cancellation)
    {
        if (await store.ReadAsync<FocusSession>(marker.UserId, marker.SessionId, cancellation) is { } session)
        {
            var recorded = await settlement.RecordAsync(session, read: null, cancellation);
            return recorded.Problem == Problem.Contention
                ? throw new StoreUnavailableException("Others kept changing the session.")
                : recorded.Problem is null;
        }

        // A marker without its session cannot come from here; should a repaired store hold one, it must not block its user.
        await WriteSet.ForUser(marker.UserId).Delete(marker).CommitAsync(store);
        return false;
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Settled">How many sessions it settled.</param>
/// <param name="SetAside">What went wrong with single ones; they are tried again by the next sweep.</param>
public sealed record SweepResult(int Settled, IReadOnlyList<SetAside> SetAside);
