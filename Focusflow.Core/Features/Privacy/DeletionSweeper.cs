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
    private const int MostUsers = 100;

    /// <summary>Finishes what is overdue. Gives the number finished and what failed; one failure does not keep the rest waiting.</summary>
    public async Task<(int Finished, IReadOnlyList<Exception> Failures)> SweepAsync(
        IUserOrchestrations orchestrations, CancellationToken cancellation = default)
    {
        var finished = 0;
        var failures = new List<Exception>();
        var query = new DocumentQuery(Containers.UserData, Partition: null, DepartingAccount.KindName)
        {
            Filters = [new DocumentFilter.Between("departingSince", null, clock.GetUtcNow() - Grace)],
            Sort = new DocumentSort("departingSince"),
            Limit = MostUsers,
        };
        var (marks, _) = await store.QueryAsync<DepartingAccount>(query, cancellation);
        foreach (var mark in marks)
        {
            try
            {
                // The orchestration too, because it looks back once more when all seems gone.
                var order = new DeletionOrder(mark.UserId, mark.Weeks);
                await orchestrations.ScheduleAsync(order, cancellation);
                if (await deletion.ContinueAsync(order, orchestrations, PagesAtATime, cancellation) == DeletionProgress.Gone)
                    finished++;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failures.Add(error);
            }
        }

        return (finished, failures);
    }
}
