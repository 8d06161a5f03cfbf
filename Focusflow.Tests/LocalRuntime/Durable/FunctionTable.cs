using System.Collections.Concurrent;
using Focusflow.LocalRuntime.Durable;
using Microsoft.DurableTask;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>Functions given as lambdas; counts how often each activity ran.</summary>
internal sealed class FunctionTable : IDurableFunctions
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<ActivityInvocation, Task<object?>>> activities = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentDictionary<string, int> Runs { get; } = new();

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
        Activity(name, invocation => code(DurableData.Converter.Deserialize<TIn>(invocation.InputJson)!));

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

    public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(string name) => orchestrators.GetValueOrDefault(name);

    public Func<ActivityInvocation, Task<object?>>? FindActivity(string name) => activities.GetValueOrDefault(name);
}
