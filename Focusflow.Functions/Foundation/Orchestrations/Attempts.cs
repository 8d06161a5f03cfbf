using Microsoft.DurableTask;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>
/// Calling activities that send something to somebody else. No sweeper makes up for such an orchestration, so whatever fails counts as an
/// attempt, and it goes on. Deterministic: it knows nothing but the history.
/// </summary>
internal static class Attempts
{
    /// <summary>While the store is away, within an attempt: 2 s, 6 s, 18 s and 54 s lie between the tries. A receiver that is away is an answer.</summary>
    public static TaskOptions Retries { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>Calls the activity; what stands for a failed attempt when it fails, as when the store could not be asked.</summary>
    public static async Task<T> AttemptAsync<T>(this TaskOrchestrationContext context, TaskName activity, object input, T failed)
    {
        try
        {
            return await context.CallActivityAsync<T>(activity, input, Retries);
        }
        catch (TaskFailedException)
        {
            return failed;
        }
    }
}
