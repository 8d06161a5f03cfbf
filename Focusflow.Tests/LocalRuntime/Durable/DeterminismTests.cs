using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Code_that_does_something_else_in_a_replay_fails_and_is_told_what()
    {
        var functions = new FunctionTable()
            .Activity<int>("A", n => n)
            .Activity<int>("B", n => n)
            .Orchestrator("Changed", async context =>
            {
                await context.CallActivityAsync("A", 1);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            });
        await using var run = await DurableRun.StartAsync(functions);
        var id = await run.ScheduleAsync("Changed");
        await run.Engine.StopAsync();
        functions.Orchestrator("Changed", async context =>
        {
            await context.CallActivityAsync("B", 1);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
        });
        await run.StartEngineAsync();
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        var found = run.Engine.ReadInstance(id)!;
        found.Metadata.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        var message = found.Metadata.FailureDetails!.ErrorMessage;
        message.ShouldContain("sequence number 0 named 'A'");
        message.ShouldContain("instead scheduled an activity task named 'B'");
        run.Timers().ShouldBe(0);
        run.Rows("durable_inbox").ShouldBe(0);
    }

    [Theory]
    [InlineData("less")]
    [InlineData("more")]
    [InlineData("ends")]
    public async Task Asking_for_less_or_more_than_before_is_told_too(string change)
    {
        var changed = false;
        var functions = new FunctionTable()
            .Activity<int>("A", n => n)
            .Orchestrator("Changed", async context =>
            {
                if (changed && change == "ends")
                    return;
                var calls = changed ? (change == "less" ? 1 : 3) : 2;
                await Task.WhenAll(Enumerable.Range(0, calls).Select(n => context.CallActivityAsync<int>("A", n)));
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            });
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Changed");
        changed = true;
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        var found = await run.GetAsync(id);
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        found.FailureDetails!.ErrorMessage.ShouldContain("Was a change made to the orchestrator code");
    }

    [Fact]
    public async Task A_changed_delay_does_not_hurt_what_runs()
    {
        var delay = TimeSpan.FromMinutes(1);
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                await context.CreateTimer(delay, CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));

        var id = await run.ScheduleAsync("Waits");
        delay = TimeSpan.FromMinutes(2);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task An_orchestration_whose_function_is_gone_fails_when_it_wakes()
    {
        var functions = new FunctionTable()
            .Orchestrator("Gone", context => context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None));
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Gone");
        functions.Remove("Gone");
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).FailureDetails!.ErrorMessage.ShouldContain("'Gone' doesn't exist");
    }

    [Fact]
    public async Task Awaiting_something_that_is_not_durable_fails_instead_of_hanging()
    {
        var never = new TaskCompletionSource();
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<int>("A", n => n)
            .Orchestrator("Never", _ => never.Task)
            .Orchestrator("Elsewhere", async context =>
            {
                await Task.Run(() => never.Task);
                await context.CallActivityAsync("A", 1);
            })
            .Orchestrator("Detached", async context =>
            {
                await context.CallActivityAsync<int>("A", 1).ConfigureAwait(false);
                await context.CallActivityAsync<int>("A", 1);
            }));

        foreach (var name in new[] { "Never", "Elsewhere", "Detached" })
        {
            var found = await run.GetAsync(await run.ScheduleAsync(name));
            found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed, name);
            found.FailureDetails!.ErrorMessage.ShouldContain("awaits something that its context did not make", Case.Sensitive, name);
        }
    }

    [Fact]
    public async Task Code_runs_on_one_thread_per_turn_also_through_yields()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<int>("A", n => n)
            .Orchestrator("Twisted", async context =>
            {
                var order = new List<string>();
                await Task.Yield();
                order.Add("yielded");
                await Task.WhenAll(One(context, order, "a"), One(context, order, "b"));
                return order.Order(StringComparer.Ordinal);
            }));

        (await run.RunAsync<string[]>("Twisted")).ShouldBe(["a", "b", "yielded"]);

        static async Task One(TaskOrchestrationContext context, List<string> order, string name)
        {
            await context.CallActivityAsync<int>("A", 2);
            order.Add(name);
        }
    }

    [Fact]
    public async Task A_replay_safe_logger_says_everything_once()
    {
        var logs = new LogList();
        await using var run = await DurableRun.StartAsync(
            new FunctionTable()
                .Activity<int>("A", n => n)
                .Orchestrator("Talks", async context =>
                {
                    var logger = context.CreateReplaySafeLogger<DeterminismTests>();
                    for (var n = 1; n <= 3; n++)
                    {
                        logger.LogInformation("step {N}", n);
                        await context.CallActivityAsync<int>("A", n);
                    }
                }),
            loggers: logs);

        await run.ScheduleAsync("Talks");

        logs.Lines.ShouldBe(["step 1", "step 2", "step 3"]);
    }

    private sealed class LogList : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName.EndsWith(nameof(DeterminismTests), StringComparison.Ordinal) ? this : NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
