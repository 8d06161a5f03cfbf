using Focusflow.Functions.Focus;
using Focusflow.Functions.Reminders;
using Focusflow.Functions.Webhooks;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Costs;

/// <summary>docs/costs.md holds what the app asks of Cosmos DB today, for every function.</summary>
public sealed class CostsDocumentTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    private const string Document = "docs/costs.md";

    // Measured within DispatchWebhooks and TurnWeek.
    private static readonly string[] Included = ["DeliverWebhook", "RankShard", "StartWeekTurn"];

    [Fact]
    public async Task The_costs_are_those_of_the_functions()
    {
        emulator.SkipWithoutIt();
        List<Measured> lines = [];

        // A Wednesday morning, seven seconds after a full minute.
        await using (var meter = await CostMeter.StartAsync(emulator, new DateTimeOffset(2026, 11, 18, 8, 0, 7, TimeSpan.Zero)))
        {
            await AccountCosts.MeasureAsync(meter);
            await TaskCosts.MeasureAsync(meter);
            await StreamCosts.MeasureAsync(meter);
            await FocusCosts.MeasureAsync(meter);
            await ChallengeCosts.MeasureAsync(meter);
            await WebhookCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);

            var measured = lines.Select(line => line.Function).Concat(Included).Append("TurnWeek").ToHashSet(StringComparer.Ordinal);
            meter.App.HttpFunctions.Select(function => function.Name).Concat(Schedules.RunsPerMonth.Keys).Concat(Schedules.Orchestrations)
                .Where(name => !measured.Contains(name))
                .ShouldBeEmpty("Measure them in Focusflow.Tests/Costs/Scenarios.");
        }

        await using (var meter = await CostMeter.StartAsync(
            emulator, new DateTimeOffset(2026, 11, 18, 8, 0, 7, TimeSpan.Zero), typeof(WebhookDispatch), typeof(SessionSweep), typeof(ReminderSweeper)))
        {
            await WeekTurnCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);
        }

        var file = Repository.PathOf(Document);
        var filled = CostsDocument.Fill(await File.ReadAllTextAsync(file), lines);
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, filled);
        (await File.ReadAllTextAsync(file)).ShouldBe(filled, "Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter CostsDocumentTests");
    }
}
