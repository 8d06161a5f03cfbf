using Microsoft.DurableTask;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>What all orchestrations do that wait for an instant and then let the store decide.</summary>
internal static class WakeUp
{
    /// <summary>
    /// Waits for an instant and has an activity look at the store; for as long as that says it is too early, again every
    /// second. A timer may fire up to a second before its time, and the clock of the server that runs the activity may be
    /// behind this one. Deterministic: it knows nothing but the history.
    /// </summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="due">The instant.</param>
    /// <param name="activity">The activity. It must be idempotent.</param>
    /// <param name="input">What the activity is given.</param>
    /// <param name="tooEarly">The result that means waiting on.</param>
    /// <returns>The last result.</returns>
    public static async Task<TResult> WakeAtAsync<TResult>(
        this TaskOrchestrationContext context, DateTimeOffset due, TaskName activity, object input, TResult tooEarly)
        where TResult : struct, Enum
    {
        for (var next = due.UtcDateTime; ; next = context.CurrentUtcDateTime.AddSeconds(1))
        {
            while (context.CurrentUtcDateTime < next)
                await context.CreateTimer(next, CancellationToken.None);
            var result = await context.CallPatientlyAsync<TResult>(activity, input);
            if (!EqualityComparer<TResult>.Default.Equals(result, tooEarly))
                return result;
        }
    }
}
