using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>Scheduling orchestrations whose id says what they are for.</summary>
internal static class ScheduleOnce
{
    /// <summary>
    /// Schedules an orchestration; one of this id that is under way already stays, and that is as well. The type of the
    /// exception that tells so is in none of the client's packages. Never rely on this for mutual exclusion: some versions
    /// of the extension start a duplicate instead.
    /// </summary>
    /// <param name="client">The client bound to the function.</param>
    /// <param name="orchestrator">The orchestration.</param>
    /// <param name="input">Its input.</param>
    /// <param name="instanceId">Its id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="startsAt">When it is to start; null: at once (<see cref="Core.Foundation.Timers.IDurableTimer.StartsAt"/>).</param>
    public static async Task ScheduleOnceAsync(
        this DurableTaskClient client,
        TaskName orchestrator,
        object input,
        string instanceId,
        CancellationToken cancellation,
        DateTimeOffset? startsAt = null)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId, startsAt), cancellation);
        }
        catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
        {
            // The very one wanted is under way.
        }
    }
}
