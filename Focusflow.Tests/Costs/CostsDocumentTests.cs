using Focusflow.Functions.Features.Focus;
using Focusflow.Functions.Features.Privacy;
using Focusflow.Functions.Features.Reminders;
using Focusflow.Functions.Features.Webhooks;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Costs;

/// <summary>docs/costs.md holds what the app asks of Cosmos DB today, for every function.</summary>
public sealed class CostsDocumentTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    private const string Document = "docs/costs.md";

    // Measured within DispatchWebhooks and TurnWeek; the last asks nothing of Cosmos DB.
    private static readonly string[] Included = ["DeliverWebhook", "FollowRanges", "RankShard", "StartWeekTurn", "PurgeEnded"];

    [Fact]
    public void What_a_day_sends_to_the_log_is_computed()
    {
        var file = Repository.PathOf(Document);
        var filled = CostsDocument.FillLogs(File.ReadAllText(file));
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            File.WriteAllText(file, filled);
        File.ReadAllText(file).ShouldBe(filled, "Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter CostsDocumentTests");
    }

    [Fact]
    public async Task The_costs_are_those_of_the_functions()
    {
        emulator.SkipWithoutIt();
        List<Measured> lines = [];
        List<string> functions;

        // A Wednesday morning, seven seconds after a full minute.
        await using (var meter = await CostMeter.StartAsync(emulator, new DateTimeOffset(2026, 11, 18, 8, 0, 7, TimeSpan.Zero)))
        {
            await RequestCosts.MeasureAsync(meter);
            await FollowingCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);
            functions = [.. meter.App.HttpFunctions.Select(function => function.Name)];
        }

        await using (var meter = await CostMeter.StartAsync(
            emulator,
            new DateTimeOffset(2026, 11, 18, 8, 0, 7, TimeSpan.Zero),
            typeof(WebhookDispatch),
            typeof(SessionSweep),
            typeof(ReminderSweeper),
            typeof(WorkdayReminderSweep),
            typeof(DeletionSweep),
            typeof(EndedOrchestrations)))
        {
            await WorkdayCosts.MeasureAsync(meter);
            await WeekTurnCosts.MeasureAsync(meter);
            await ReviewCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);
        }

        functions.Concat(Schedules.RunsPerMonth.Keys).Concat(Schedules.Orchestrations)
            .Except(lines.Select(line => line.Function).Concat(Included))
            .ShouldBeEmpty("Measure them in Focusflow.Tests/Costs/Scenarios.");

        var file = Repository.PathOf(Document);
        var filled = CostsDocument.Fill(await File.ReadAllTextAsync(file), lines);
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, filled);

        // Line by line, for a failure of a document this long says nothing that can be read.
        var written = await File.ReadAllLinesAsync(file);
        written.Except(filled.Split('\n')).ShouldBeEmpty("Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter CostsDocumentTests");
        filled.Split('\n').Except(written).ShouldBeEmpty("Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter CostsDocumentTests");
    }
}
