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
    public static async Task ScheduleOnceAsync(
        this DurableTaskClient client, TaskName orchestrator, object input, string instanceId, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellation);
        }
        catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
        {
            // The very one wanted is under way.
        }
    }
}
