using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Costs;
using Focusflow.Tests.Scale;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Scale;

/// <summary>What was measured of a world on SQLite.</summary>
/// <param name="World">The world.</param>
/// <param name="FileBytes">What the file takes.</param>
/// <param name="EntryBytes">What somebody's entry on the board takes, as JSON.</param>
/// <param name="Lines">What each request asks of the store.</param>
/// <param name="Turned">The turn of the week.</param>
/// <param name="Heap">The managed memory while it turned, in MB at most.</param>
/// <param name="Killed">The same with an end half-way.</param>
internal sealed record WorldFigures(
    World World, long FileBytes, int EntryBytes, IReadOnlyList<Measured> Lines, WeekTurning Turned, double Heap, WeekTurning Killed)
{
    public static async Task<WorldFigures> MeasureAsync(int users, Action<string> say)
    {
        using var folder = new WorldFolder();
        var world = new World(users);
        int entryBytes;
        say($"{users:#,0} users: writing");
        await using (var meter = await CostMeter.StartAsync(folder.Path, World.Written))
        {
            await world.WriteAsync(meter);
            say("following");
            await world.FollowAsync(meter);
            var key = new DocumentKey(Containers.Leaderboards, Inhabitant.Week.ToString(), new Inhabitant(0).UserId);
            entryBytes = (await meter.App.Services.GetRequiredService<IDocumentStore>().ReadAsync(key))!.Value.Json.Length;
        }

        var fileBytes = folder.Bytes;
        WeekTurning turned;
        double heap;
        say("turning the week");
        using (var copy = folder.Copy())
        {
            using var peak = new HeapPeak();
            turned = await WeekTurning.RunAsync(copy.Path, users, killAt: null);
            heap = peak.Megabytes;
        }

        WeekTurning killed;
        say("turning it with a kill");
        using (var copy = folder.Copy())
            killed = await WeekTurning.RunAsync(copy.Path, users, killAt: users / 2);
        say("requests");
        return new WorldFigures(world, fileBytes, entryBytes, await RequestPaths.OfWorldAsync(folder.Path), turned, heap, killed);
    }
}
