using Focusflow.Core.Calendar;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;

namespace Focusflow.Core.Focus;

/// <summary>
/// Settles what nobody reads and no wake-up reached. Finds it by one indexed query over the markers of all users, so it
/// costs what is overdue and not what there is.
/// </summary>
public sealed class SessionSweeper(IDocumentStore store, TimeProvider clock, SessionSettlement settlement)
{
    private const int PageSize = 200;

    /// <summary>Settles everything that is due. Gives the number settled and what failed; one failure does not keep the rest waiting.</summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellation = default)
    {
        var settled = 0;
        var failures = new List<Exception>();
        string? continuation = null;
        do
        {
            var due = new DocumentQuery(Containers.UserData, Partition: null, OpenSession.KindName)
            {
                Filters = [new DocumentFilter.Between("dueAt", null, clock.Now().AddTicks(1))],
                Sort = new DocumentSort("dueAt"),
                Limit = PageSize,
                Continuation = continuation,
            };
            (var markers, continuation) = await store.QueryAsync<OpenSession>(due, cancellation);
            foreach (var marker in markers)
            {
                try
                {
                    settled += await SettleAsync(marker, cancellation) ? 1 : 0;
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    failures.Add(error);
                }
            }
        }
        while (continuation is not null);
        return new SweepResult(settled, failures);
    }

    private async Task<bool> SettleAsync(OpenSession marker, CancellationToken cancellation)
    {
        if (await store.ReadAsync<FocusSession>(marker.UserId, marker.SessionId, cancellation) is { } session)
        {
            var recorded = await settlement.RecordAsync(session, cancellation);
            return recorded.Problem == Problem.Contention
                ? throw new InvalidOperationException($"Others kept changing the session {session.Id}.")
                : recorded.Problem is null;
        }

        // A marker without its session cannot come from here; should a repaired store hold one, it must not block its user.
        await WriteSet.ForUser(marker.UserId).Delete(marker).CommitAsync(store, cancellation);
        return false;
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Settled">How many sessions it settled.</param>
/// <param name="Failures">What went wrong with single ones; they are tried again by the next sweep.</param>
public sealed record SweepResult(int Settled, IReadOnlyList<Exception> Failures);
