using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Costs;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Scale;

namespace Focusflow.Scale;

/// <summary>Worlds on the Cosmos DB emulator, where the SDK's requests are counted beside the app's own meter.</summary>
internal static class EmulatedWorlds
{
    public static async Task<IReadOnlyList<(World World, IReadOnlyList<Measured> Lines)>> MeasureAsync(IEnumerable<int> sizes)
    {
        await using var emulator = new CosmosEmulator();
        await emulator.InitializeAsync();
        emulator.SkipWithoutIt(); // throws the reason
        List<(World, IReadOnlyList<Measured>)> measured = [];
        foreach (var users in sizes)
        {
            await using var meter = await CostMeter.StartAsync(emulator, World.Written);
            var world = new World(users);
            await world.WriteAsync(meter);
            await world.FollowAsync(meter);
            await RequestCosts.MeasureAsync(meter);
            measured.Add((world, meter.Lines));
        }

        return measured;
    }
}
