using Microsoft.DurableTask;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>One step of a generated orchestration.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Number">A length in minutes, or what an activity is given.</param>
/// <param name="Name">The event it waits for, or the id of its sub-orchestration.</param>
/// <param name="Steps">What it is made of.</param>
internal sealed record Step(string Kind, int Number = 0, string? Name = null, Step[]? Steps = null);

/// <summary>What a generated orchestration that starts anew goes on with.</summary>
internal sealed record Round(int Left, Step Body, string Trace);

/// <summary>An event to be raised.</summary>
/// <param name="HalfMinutes">When; always between two whole minutes.</param>
/// <param name="Instance">For whom; it may not exist yet.</param>
/// <param name="Name">Its name, used once.</param>
internal sealed record PlannedEvent(int HalfMinutes, string Instance, string Name);

/// <summary>Makes up orchestrations whose result depends on nothing but what they are made of.</summary>
internal sealed class RandomProgram(Random random, string id)
{
    private readonly List<PlannedEvent> events = [];
    private int names;

    public string Id => id;

    public IReadOnlyList<PlannedEvent> Events => events;

    public Step Program => field ??= Make(3, id, repeated: false);

    private Step Make(int depth, string owner, bool repeated) =>
        new("seq", Steps: [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => MakeOne(depth, owner, repeated))]);

    // What is repeated has no events: each is meant to be waited for once, so that raising it twice changes nothing.
    private Step MakeOne(int depth, string owner, bool repeated) => random.Next(depth > 0 ? 11 : 6) switch
    {
        0 => new("activity", random.Next(100)),
        1 => new("failing", random.Next(100)),
        2 => new("timer", random.Next(1, 6)),
        3 => new("status", random.Next(100)),
        4 => new("retried", random.Next(1, 4)),
        5 or 6 => repeated ? new("timer", random.Next(1, 6)) : MakeEvent(owner),
        7 => MakeSub(depth, owner, repeated),
        8 => new("all", Steps: [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Make(depth - 1, owner, repeated))]),
        9 => repeated ? new("timer", random.Next(1, 6)) : MakeRace(owner),
        _ => new("again", random.Next(1, 4), Steps: [Make(depth - 2, owner, repeated: true)]),
    };

    private Step MakeSub(int depth, string owner, bool repeated)
    {
        var name = $"sub-{++names}";
        return new("sub", Name: name, Steps: [Make(depth - 1, $"{owner}-{name}", repeated)]);
    }

    private Step MakeEvent(string owner)
    {
        var name = $"event-{++names}";
        events.Add(new((2 * random.Next(0, 12)) + 1, owner, name));
        return new("event", Name: name);
    }

    /// <summary>Whoever is first at different times: timers fall on whole minutes, events come between.</summary>
    private Step MakeRace(string owner)
    {
        var timers = Enumerable.Range(1, 5).OrderBy(_ => random.Next()).Take(2).Select(minutes => new Step("timer", minutes)).ToList();
        return new("any", Steps: [.. timers, MakeEvent(owner)]);
    }
}

/// <summary>Runs generated orchestrations; the result is a trace of all they did.</summary>
internal static class ProgramFunctions
{
    private static readonly TaskOptions FewTries = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1)));

    public static FunctionTable Table { get; } = new FunctionTable()
        .Activity<int>("Double", n => n * 2)
        .Activity<int>("Fail", n => throw new FormatException($"bad {n}"))
        .Activity<int>("Sometimes", n => n > 0 ? throw new TimeoutException("not yet") : "at last")
        .Orchestrator("Program", context => RunAsync(context, context.GetInput<Step>()!))
        .Orchestrator("Again", async context =>
        {
            var round = context.GetInput<Round>()!;
            var trace = round.Trace + await RunAsync(context, round.Body);
            if (round.Left > 0)
                context.ContinueAsNew(round with { Left = round.Left - 1, Trace = trace });
            return trace;
        });

    private static async Task<string> RunAsync(TaskOrchestrationContext context, Step step)
    {
        switch (step.Kind)
        {
            case "activity":
                return $"{await context.CallActivityAsync<int>("Double", step.Number)};";
            case "failing":
                return await FailAsync(context, step.Number);
            case "retried":
                return await RetryAsync(context, step.Number);
            case "timer":
                await context.CreateTimer(TimeSpan.FromMinutes(step.Number), CancellationToken.None);
                return $"timer {step.Number};";
            case "event":
                return $"{await context.WaitForExternalEvent<string>(step.Name!)};";
            case "status":
                context.SetCustomStatus(step.Number);
                return "status;";
            case "sub":
                return "sub(" + await context.CallSubOrchestratorAsync<string>(
                    "Program", step.Steps![0], new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-{step.Name}")) + ")";
            case "again":
                return "again(" + await context.CallSubOrchestratorAsync<string>("Again", new Round(step.Number, step.Steps![0], string.Empty)) + ")";
            case "all":
                return "all(" + string.Concat(await Task.WhenAll(step.Steps!.Select(one => RunAsync(context, one)))) + ")";
            case "any":
                return await RaceAsync(context, step.Steps!);
            default:
                var trace = string.Empty;
                foreach (var one in step.Steps!)
                    trace += await RunAsync(context, one);
                return trace;
        }
    }

    private static async Task<string> FailAsync(TaskOrchestrationContext context, int number)
    {
        try
        {
            await context.CallActivityAsync("Fail", number);
            return "not failed;";
        }
        catch (TaskFailedException error)
        {
            return $"{error.FailureDetails.ErrorMessage};";
        }
    }

    private static async Task<string> RetryAsync(TaskOrchestrationContext context, int failures)
    {
        var left = failures;
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            left--;
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return left > 0;
        });
        try
        {
            await context.CallActivityAsync("Sometimes", failures, options);
        }
        catch (TaskFailedException)
        {
            return $"{await context.CallActivityAsync<string>("Sometimes", 0, FewTries)} after {failures};";
        }

        return "not failed;";
    }

    private static async Task<string> RaceAsync(TaskOrchestrationContext context, Step[] runners)
    {
        using var cancel = new CancellationTokenSource();
        var tasks = runners.Select(one => one.Kind == "timer"
            ? context.CreateTimer(TimeSpan.FromMinutes(one.Number), cancel.Token)
            : context.WaitForExternalEvent<string>(one.Name!, cancel.Token)).ToList();
        var winner = await Task.WhenAny(tasks);
        cancel.Cancel();
        return $"won by {tasks.IndexOf(winner)};";
    }
}
