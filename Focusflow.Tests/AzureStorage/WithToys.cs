using Focusflow.Functions.Features.Privacy;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;

namespace Focusflow.Tests.AzureStorage;

/// <summary>The app's functions, and a few orchestrations that it has no like of; a deletion waits only moments between its looks.</summary>
internal sealed class WithToys(IDurableFunctions app) : IDurableFunctions
{
    /// <summary>Continues as new until it has counted to three, taking an event each time; its status is the count.</summary>
    public const string Counts = "Counts";

    /// <summary>Waits for an event that nobody sends.</summary>
    public const string Waits = "Waits";

    // A minute becomes a tenth of a second.
    private const double Hurry = 600;

    /// <inheritdoc/>
    public Task<bool> RunTurnAsync(
        string orchestrator, string instanceId, Action<Func<TaskOrchestrationContext, Task<object?>>> turn, CancellationToken cancellation)
    {
        switch (orchestrator)
        {
            case Counts:
                turn(CountAsync);
                return Task.FromResult(true);
            case Waits:
                turn(context => context.WaitForExternalEvent<object?>("never"));
                return Task.FromResult(true);
            case DeletionOrchestration.Name:
                return app.RunTurnAsync(orchestrator, instanceId, code => turn(context => code(new HurriedContext(context, Hurry))), cancellation);
            default:
                return app.RunTurnAsync(orchestrator, instanceId, turn, cancellation);
        }
    }

    /// <inheritdoc/>
    public Func<ActivityInvocation, Task<object?>>? FindActivity(string name) => app.FindActivity(name);

    private static async Task<object?> CountAsync(TaskOrchestrationContext context)
    {
        var soFar = context.GetInput<int>();
        context.SetCustomStatus(soFar);
        var next = await context.WaitForExternalEvent<int>("add");
        if (soFar + next >= 3)
            return soFar + next;
        context.ContinueAsNew(soFar + next);
        return null;
    }
}
