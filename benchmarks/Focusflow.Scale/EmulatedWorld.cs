using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Costs;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Scale;

namespace Focusflow.Scale;

/// <summary>What was measured of a world on the Cosmos DB emulator, where the SDK's requests are counted beside the app's own meter.</summary>
/// <param name="World">The world.</param>
/// <param name="Lines">What each request asks of the store.</param>
/// <param name="Turned">The turn of the week.</param>
/// <param name="Killed">The same with an end half-way.</param>
internal sealed record EmulatedWorld(World World, IReadOnlyList<Measured> Lines, WeekTurning Turned, WeekTurning Killed)
{
    public static async Task<IReadOnlyList<EmulatedWorld>> MeasureAsync(IEnumerable<int> sizes)
    {
        await using var emulator = new CosmosEmulator();
        await emulator.InitializeAsync();
        emulator.SkipWithoutIt(); // throws the reason
        List<EmulatedWorld> measured = [];
        foreach (var users in sizes)
        {
            var world = new World(users);
            await using var meter = await CostMeter.StartAsync(emulator, World.Written);
            await world.WriteAsync(meter);
            await world.FollowAsync(meter);
            await RequestCosts.MeasureAsync(meter);
            measured.Add(new(world, meter.Lines, await TurnAsync(emulator, users, killAt: null), await TurnAsync(emulator, users, users / 2)));
        }

        return measured;
    }

    // In a database of its own, for there is no copying one.
    private static async Task<WeekTurning> TurnAsync(CosmosEmulator emulator, int users, int? killAt)
    {
        var database = emulator.Settings;
        var world = new World(users);
        await using (var meter = await CostMeter.StartAsync(emulator, database, World.Written))
        {
            await world.WriteAsync(meter);
            await world.FollowAsync(meter);
        }

        using var folder = new WorldFolder();
        return await WeekTurning.RunAsync(folder.Path, users, killAt, database);
    }
}
