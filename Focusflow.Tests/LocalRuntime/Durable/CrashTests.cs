using System.Text.Json;
using DurableTask.Core.Exceptions;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Dispatch;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class CrashTests
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Orchestrations_that_are_killed_at_random_points_and_told_twice_give_the_same_result_as_undisturbed() =>
        await Seeded.RunsAsync(12, async random =>
        {
            RandomProgram[] programs = [.. Enumerable.Range(0, 3).Select(n => new RandomProgram(random, $"program-{n}"))];
            var undisturbed = await RunAsync(programs, () => null, TimerDelivery.Exact);
            undisturbed.ShouldNotContain("Running");
            undisturbed.ShouldNotContain("Failed");
            
            var crashes = 0;
            var killed = await RunAsync(programs, () => crashes++ < 60 ? new CrashPoint(random.Next(1, 60)) : null, Twice(random));

            if (killed != undisturbed)
                Assert.Fail($"undisturbed:\n{undisturbed}\nkilled:\n{killed}\n{JsonSerializer.Serialize(programs.Select(one => one.Program))}");
        });

    /// <summary>Timers come on time, and half of them a second time.</summary>
    private static TimerDelivery Twice(Random random) => new(TimeSpan.Zero, TimeSpan.Zero, 0.5, random.Next());

    /// <summary>Runs programs at the same time; starts a new engine whenever one died.</summary>
    private static async Task<string> RunAsync(RandomProgram[] programs, Func<CrashPoint?> nextCrash, TimerDelivery delivery)
    {
        var crash = nextCrash();
        await using var run = await DurableRun.StartAsync(ProgramFunctions.Table, new DurableEngineOptions { Crash = crash, Delivery = delivery });

        foreach (var program in programs)
            await SurviveAsync(() => ScheduleAsync(run, program));
        var events = programs.SelectMany(program => program.Events).ToLookup(one => one.HalfMinutes);
        for (var time = 0; time < 5000; time++)
        {
            foreach (var one in events[time])
                await SurviveAsync(() => run.Client.RaiseEventAsync(one.Instance, one.Name, one.Name));
            if (run.Timers() + run.Rows("durable_inbox") + run.Rows("durable_activities") == 0 && time > 26)
                break;
            await SurviveAsync(() => run.AdvanceAsync(HalfMinute), again: false);
        }

        await SurviveAsync(run.QuietAsync);
        List<OrchestrationMetadata> all =
            await run.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "program", FetchInputsAndOutputs: true)).ToListAsync();
        return string.Join('\n', all
            .OrderBy(found => found.InstanceId, StringComparer.Ordinal)
            .Select(found => $"{found.InstanceId} {found.RuntimeStatus} {found.SerializedOutput} {found.SerializedCustomStatus} {found.FailureDetails}"));

        // What a client asked for when the engine died is asked for again, as a client would.
        async Task SurviveAsync(Func<Task> step, bool again = true)
        {
            for (var done = false; !done;)
            {
                try
                {
                    await step();
                    done = true;
                }
                catch (CrashedException)
                {
                    done = !again;
                }

                await run.QuietAsync();
                while (crash is { Crashed.IsCompleted: true })
                {
                    crash = nextCrash();
                    await run.RestartAsync(new DurableEngineOptions { Crash = crash, Delivery = delivery });
                    await run.QuietAsync();
                }
            }
        }
    }

    private static async Task ScheduleAsync(DurableRun run, RandomProgram program)
    {
        try
        {
            await run.ScheduleAsync("Program", program.Program, program.Id);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It was committed before the engine died.
        }
    }
}
