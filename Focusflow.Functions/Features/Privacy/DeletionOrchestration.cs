using Focusflow.Core.Features.Privacy;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>
/// Finishes the deletion of an account when the request that asked for it could not, and looks back for what requests
/// under way have left behind.
/// </summary>
public sealed class DeletionOrchestration(AccountDeletion deletion, ILogger<DeletionOrchestration> log)
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "DeleteAccount";

    private const string ContinueName = "ContinueAccountDeletion";
    private const int PagesAtATime = 50;
    private const int MostLooks = 6;

    // The request that asked does the work itself; this is for one that died.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);

    // Longer than any request lives whose caller was let in before the mark was seen.
    private static readonly TimeSpan LooksBack = TimeSpan.FromMinutes(10);

    /// <summary>The orchestrator.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<DeletionOrder>() ?? throw new InvalidOperationException("A deletion needs its user.");
        await context.CreateTimer(FirstLook, CancellationToken.None);
        var wasGone = false;
        for (var looks = 0; looks < MostLooks; looks++)
        {
            // An account that is not marked is looked at again too: the user may ask once more while this one waits.
            var progress = await LookAsync(context, order);
            if (wasGone && progress == DeletionProgress.Gone)
                return;
            wasGone = progress is DeletionProgress.Gone or DeletionProgress.FoundMore;
            await context.CreateTimer(LooksBack, CancellationToken.None);
        }
    }

    /// <summary>The activity: deletes some more.</summary>
    [Function(ContinueName)]
    public Task<DeletionProgress> ContinueAsync(
        [ActivityTrigger] DeletionOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        deletion.ContinueAsync(order, new DurableUserOrchestrations(client, log), PagesAtATime, cancellation);

    /// <summary>Deletes what there is; null when it cannot be done now, for the next look to do.</summary>
    private static async Task<DeletionProgress?> LookAsync(TaskOrchestrationContext context, DeletionOrder order)
    {
        try
        {
            DeletionProgress progress;
            do
                progress = await context.CallActivityAsync<DeletionProgress>(ContinueName, order, Patience.Retries);
            while (progress == DeletionProgress.Working);
            return progress;
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }
}
