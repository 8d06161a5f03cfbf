using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>
/// Finishes deletions that nobody finished, found by one indexed query over the marks of all users; there are none but for
/// the moments that a deletion takes.
/// </summary>
public sealed class DeletionSweeper(IDocumentStore store, TimeProvider clock, AccountDeletion deletion)
{
    /// <summary>How long a deletion is left to those who began it.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMinutes(10);

    private const int PagesAtATime = 50;

    /// <summary>Finishes what is overdue. Gives the number finished and what was set aside.</summary>
    public async Task<(int Finished, IReadOnlyList<SetAside> SetAside)> SweepAsync(
        IUserOrchestrations orchestrations, CancellationToken cancellation = default)
    {
        var (finished, each) = (0, new EachByItself("deletions", comesBack: true));
        await foreach (var mark in store.OverdueAsync<DepartingAccount>("departingSince", clock.GetUtcNow() - Grace, each, cancellation))
        {
            await each.TryAsync(DepartingAccount.KindName, async () =>
            {
                // The orchestration too, because it looks back once more when all seems gone.
                var order = new DeletionOrder(mark.UserId, mark.Weeks);
                await orchestrations.ScheduleAsync(order, cancellation);
                if (await deletion.ContinueAsync(order, orchestrations, PagesAtATime, cancellation) == DeletionProgress.Gone)
                    finished++;
            });
        }

        return (finished, each.SetAside);
    }
}
