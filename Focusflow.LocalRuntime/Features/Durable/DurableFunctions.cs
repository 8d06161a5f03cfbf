using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>The app's orchestrators and activities, with the middleware around them, as the engine calls them.</summary>
internal sealed class DurableFunctions(FunctionHost host) : IDurableFunctions
{
    /// <inheritdoc/>
    public async Task<bool> RunTurnAsync(
        string orchestrator,
        string instanceId,
        Action<Func<TaskOrchestrationContext, Task<object?>>> turn,
        CancellationToken cancellation)
    {
        if (host.Find(orchestrator) is not { Trigger: Trigger.Orchestration } function)
            return false;
        await host.RunAsync(function, new OrchestrationTurn(turn), cancellation);
        return true;
    }

    /// <inheritdoc/>
    public Func<ActivityInvocation, Task<object?>>? FindActivity(string name) =>
        host.Find(name) is { Trigger: Trigger.Activity } function
            ? invocation => RunAsync(function, invocation)
            : null;

    private async Task<object?> RunAsync(RunnableFunction function, ActivityInvocation invocation)
    {
        try
        {
            return await host.RunAsync(function, invocation, invocation.Cancellation);
        }
        catch (Exception error) when (!invocation.Cancellation.IsCancellationRequested)
        {
            host.Failures.Add(function.Name, error);
            throw;
        }
    }
}

/// <summary>Runs the durable engine while the host runs.</summary>
internal sealed class DurableService(DurableEngine engine) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
