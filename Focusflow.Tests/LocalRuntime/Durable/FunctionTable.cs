using System.Collections.Concurrent;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>Functions given as lambdas; counts how often each activity ran.</summary>
internal sealed class FunctionTable : IDurableFunctions
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<ActivityInvocation, Task<object?>>> activities = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentDictionary<string, int> Runs { get; } = new();

    /// <summary>What goes around every turn.</summary>
    public Func<Action, CancellationToken, Task> Middleware { get; set; } = (turn, _) =>
    {
        turn();
        return Task.CompletedTask;
    };

    public FunctionTable Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> code)
    {
        orchestrators[name] = async context => await code(context);
        return this;
    }

    public FunctionTable Orchestrator(string name, Func<TaskOrchestrationContext, Task> code) =>
        Orchestrator<object?>(name, async context =>
        {
            await code(context);
            return null;
        });

    public FunctionTable Activity<TIn>(string name, Func<TIn, object?> code) => Activity<TIn>(name, input => Task.FromResult(code(input)));

    public FunctionTable Activity<TIn>(string name, Func<TIn, Task<object?>> code) =>
        Activity(name, invocation => code(invocation.InputJson is { } input ? DurableData.Converter.Deserialize<TIn>(input)! : default!));

    public FunctionTable Activity(string name, Func<ActivityInvocation, Task<object?>> code)
    {
        activities[name] = invocation =>
        {
            Runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
            return code(invocation);
        };
        return this;
    }

    public void Remove(string orchestrator) => orchestrators.Remove(orchestrator);

    public async Task<bool> RunTurnAsync(
        string orchestrator,
        string instanceId,
        Action<Func<TaskOrchestrationContext, Task<object?>>> turn,
        CancellationToken cancellation)
    {
        if (!orchestrators.TryGetValue(orchestrator, out var code))
            return false;
        await Middleware(() => turn(code), cancellation);
        return true;
    }

    public Func<ActivityInvocation, Task<object?>>? FindActivity(string name) => activities.GetValueOrDefault(name);
}
