using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>The functions of one app with the middleware around them.</summary>
internal sealed class FunctionHost
{
    private readonly Dictionary<string, RunnableFunction> byName;
    private readonly FunctionExecutionDelegate pipeline;

    /// <summary>Puts the middleware around the functions, the first outermost.</summary>
    public FunctionHost(
        IEnumerable<Function> functions,
        IServiceProvider services,
        ServiceLifetimes lifetimes,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        Functions = [.. functions.Select(function => new RunnableFunction(function, lifetimes))];
        Services = services;
        Failures = new RecentFailures(() => services.GetRequiredService<TimeProvider>().GetUtcNow());
        byName = Functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)Execute, (next, wrap) => wrap(next));
    }

    /// <summary>What failed of late.</summary>
    public RecentFailures Failures { get; }

    /// <summary>All functions in order of name.</summary>
    public IReadOnlyList<RunnableFunction> Functions { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>What functions are given as <c>[DurableClient]</c>; it may leave writes to be waited for at the end of the function.</summary>
    public required Func<PendingWrites, DurableTaskClient> DurableClient { get; init; }

    /// <summary>The function of a name (any case), or null.</summary>
    public RunnableFunction? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Runs a function that a request started, and writes its result.</summary>
    public async Task RunAsync(RunnableFunction function, HttpContext http, string invocationId)
    {
        var context = new LocalFunctionContext(this, function, invocationId, http, CancellationToken.None);
        await pipeline(context);
        await HttpResults.WriteAsync(context, http);
    }

    /// <summary>Runs a function that something else started; gives its result.</summary>
    public async Task<object?> RunAsync(RunnableFunction function, object trigger, CancellationToken cancellation)
    {
        await using var context = new LocalFunctionContext(this, function, Guid.NewGuid().ToString(), trigger, cancellation);
        await pipeline(context);
        return context.Result;
    }

    private static Task Execute(FunctionContext context)
    {
        var local = LocalFunctionContext.Of(context);
        if (local.Trigger is OrchestrationTurn turn)
        {
            turn.Run(orchestration => StartAsync(local, orchestration));
            return Task.CompletedTask;
        }

        var running = local.Function.InvokeAsync(local);
        if (!running.IsCompletedSuccessfully || local.Writes is not null)
            return Wait(local, running);
        local.Result = running.Result;
        return Task.CompletedTask;
    }

    private static async Task<object?> StartAsync(LocalFunctionContext context, TaskOrchestrationContext orchestration)
    {
        context.Orchestration = orchestration;
        return await context.Function.InvokeAsync(context);
    }

    private static async Task Wait(LocalFunctionContext context, ValueTask<object?> running)
    {
        context.Result = await running;
        if (context.Writes is { } writes)
            await writes.ArrivedAsync();
    }
}
