using Microsoft.DurableTask;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>
/// Calling activities that fail while the store is away: an orchestration outlives that. Sweepers make up for one that ends, but late,
/// and somebody would have to look at it. Deterministic: it knows nothing but the history.
/// </summary>
internal static class Patience
{
    // Seven rounds of about nine minutes, then one an hour: a day and more. A round takes some 25 events of the history.
    private const int MostRounds = 30;
    private const int EagerRounds = 7;

    /// <summary>A round of tries, which takes four minutes: 2 s, 6 s, 18 s, 54 s and 162 s lie between them.</summary>
    public static TaskOptions Retries { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>
    /// Calls an activity, which must be idempotent, until it succeeds. One that fails for a day is a bug, no outage: then the exception
    /// leaves, and the orchestration ends as failed.
    /// </summary>
    public static async Task<T> CallPatientlyAsync<T>(this TaskOrchestrationContext context, TaskName activity, object input)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await context.CallActivityAsync<T>(activity, input, Retries);
            }
            catch (TaskFailedException) when (round < MostRounds)
            {
                await context.CreateTimer(round < EagerRounds ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1), CancellationToken.None);
            }
        }
    }
}
