using System.Globalization;
using System.Text;
using Focusflow.Tests.Costs;
using Focusflow.Tests.Infrastructure;
using Focusflow.Tests.Scale;

namespace Focusflow.Scale;

/// <summary>The tables of docs/scale.md.</summary>
internal sealed class ScaleTables(
    string machine,
    IReadOnlyList<WorldFigures> worlds,
    IReadOnlyList<EmulatedWorld> emulated,
    IReadOnlyList<DueAtOnce> wakings,
    IReadOnlyList<Past> pasts)
{
    private const string By = "Focusflow.Scale";

    public string All => string.Join("\n", Parts.Select(part => part.Text()));

    /// <summary>Every line that was measured, by world.</summary>
    public string EveryRequest => Requests(worlds[0].Lines);

    private IEnumerable<(string Name, Func<string> Text)> Parts =>
    [
        ("worlds", Worlds),
        ("requests", () => Requests(worlds[0].Lines.Where(line => ActiveUser.Day.Any(one => line.Is(one.Function, one.Note))))),
        ("moved", Moved),
        ("turned", Turned),
        ("wakings", Waking),
        ("past", PastTable),
        ("limits", () => new ScaleLimits(worlds[^1], pasts[^1]).ToString()),
    ];

    public string Fill(string document) => Parts.Aggregate(document, (filled, part) => WrittenParts.Put(filled, part.Name, By, part.Text()));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Worlds()
    {
        return new StringBuilder($"On {machine}.\n\n").Append(Row("on SQLite", world => Text($"{world.World.Users:#,0} users")))
            .Append("|---|").Append(string.Concat(worlds.Select(_ => "--:|"))).Append('\n')
            .Append(Row("documents", world => Text($"{world.World.Documents:#,0}")))
            .Append(Row("written in, s", world => Text($"{world.World.WritingTook.TotalSeconds:#,0.0}")))
            .Append(Row("the file, KB a user", world => Text($"{world.FileBytes / 1024.0 / world.World.Users:0.0}")))
            .Append(Row("of which JSON in the user's partition, KB", world => Text($"{world.World.BytesOfUser / 1024:0.0}")))
            .Append(Row("the boards follow all of it, documents a second", world => Text($"{world.World.Documents / world.World.FollowingTook.TotalSeconds:#,0}")))
            .Append(Row("by ranges, at the end", world => Text($"{world.World.Ranges}")))
            .Append(Row("following, RU a user", world => Text($"{RequestUnits.Of(world.World.Following!) / world.World.Users:0.0}")))
            .Append(Row("the turn of the week, s", world => Text($"{world.Turned.Took.TotalSeconds:#,0.0}")))
            .Append(Row("the turn, users a second", world => Text($"{world.World.Users / world.Turned.Took.TotalSeconds:#,0}")))
            .Append(Row("managed memory meanwhile, MB at most", world => Text($"{world.Heap:0}")))
            .Append(Row("the turn, killed half-way and resumed, s", world => Text($"{world.Killed.Took.TotalSeconds:#,0.0}")))
            .Append(Row("the same ranks and notifications as unkilled", world => world.Killed.Killed && world.Killed.Result == world.Turned.Result ? "yes" : "NO"))
            .Append(Row("users with another rank than that of counting", world => Text($"{world.Turned.Wrong + world.Killed.Wrong}")))
            .Append(Row("lines of requests and wake-ups measured", world => Text($"{world.Lines.Count}")))
            .Append(Row("of which asked for something else than among the fewest", world => Text($"{RequestPaths.Moved(worlds[0].Lines, world.Lines).Count}")))
            .Append(Row("all lines together, RU", world => Text($"{world.Lines.Sum(line => line.RequestUnits):#,0.0}")))
            .ToString();
    }

    private string Row(string what, Func<WorldFigures, string> figure) => $"| {what} | {string.Join(" | ", worlds.Select(figure))} |\n";

    private string Requests(IEnumerable<Measured> lines)
    {
        var table = new StringBuilder("| function | what | reads, queries, commits | RU among ").AppendJoin(" | ", worlds.Select(world => Text($"{world.World.Users:#,0}")))
            .Append(" |\n|---|---|--:|").Append(string.Concat(worlds.Select(_ => "--:|"))).Append('\n');
        foreach (var line in lines)
        {
            var same = worlds.Select(world => world.Lines.Single(other => other.ToString() == line.ToString())).ToList();
            table.Append($"| {line.Function} | {line.What} | {string.Join("; ", same.Select(Operations).Distinct())} | ")
                .AppendJoin(" | ", same.Select(one => Text($"{one.RequestUnits:0.00}"))).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Operations(Measured line) => Text($"{line.Calls.Reads}, {line.Calls.Queries}, {line.Calls.Commits}");

    private string Moved()
    {
        var moved = worlds.Skip(1).SelectMany(world => RequestPaths.Moved(worlds[0].Lines, world.Lines).Select(pair => Differs(pair, Text($"{world.World.Users:#,0} users")))).ToList();
        var onEmulator = emulated.Skip(1).SelectMany(world => RequestPaths.Moved(emulated[0].Lines, world.Lines).Select(pair => Differs(pair, Text($"{world.World.Users:#,0} users, emulator")))).ToList();
        return Text($"On SQLite {worlds[0].Lines.Count} lines, {worlds.Count} worlds: {moved.Count} asked for something else than among {worlds[0].World.Users:#,0} users.\n")
            + Text($"On the emulator {emulated[0].Lines.Count} lines, {string.Join(" and ", emulated.Select(one => Text($"{one.World.Users:#,0}")))} users: {onEmulator.Count}.\n")
            + string.Concat(moved.Concat(onEmulator).Select(line => $"\n- {line}")) + (moved.Count + onEmulator.Count > 0 ? "\n" : "");
    }

    private string Turned()
    {
        var table = new StringBuilder("| on the emulator | the turn of the week | killed half-way and resumed | the same ranks and notifications | users with another rank |\n|---|--:|--:|---|--:|\n");
        foreach (var one in emulated)
        {
            var same = one.Killed.Killed && one.Killed.Result == one.Turned.Result ? "yes" : "NO";
            table.Append(Text($"| {one.World.Users:#,0} users | {one.Turned.Took.TotalSeconds:#,0.0} s | {one.Killed.Took.TotalSeconds:#,0.0} s | {same} | {one.Turned.Wrong + one.Killed.Wrong} |\n"));
        }

        return table.ToString();
    }

    private static string Differs((Measured Before, Measured After) pair, string where) =>
        Text($"{pair.After}, {where}: {pair.Before.RequestUnits:0.00} RU became {pair.After.RequestUnits:0.00}, operations {Operations(pair.Before)} became {Operations(pair.After)}");

    private string Waking()
    {
        var table = new StringBuilder("| due at the same instant | users | p50 | p99 | last |\n|---|--:|--:|--:|--:|\n");
        foreach (var one in wakings)
            table.Append(Text($"| {one.What} | {one.Lateness.Count:#,0} | {one.Share(0.5).TotalSeconds:0.00} s | {one.Share(0.99).TotalSeconds:0.00} s | {one.Share(1).TotalSeconds:0.00} s |\n"));
        return table.ToString();
    }

    private string PastTable()
    {
        var (few, many) = (pasts[0], pasts[^1]);
        var table = new StringBuilder(Text($"| one user | {few.Days:#,0} days | {many.Days:#,0} days |\n|---|--:|--:|\n"))
            .Append(Text($"| documents of these days | {few.Documents:#,0} | {many.Documents:#,0} |\n"))
            .Append(Text($"| their JSON, MB | {few.Bytes / 1e6:0.0} | {many.Bytes / 1e6:0.0} |\n"))
            .Append(Text($"| lines of requests and wake-ups measured | {few.Lines.Count} | {many.Lines.Count} |\n"));
        foreach (var (before, after) in RequestPaths.Moved(few.Lines, many.Lines))
            table.Append(Text($"| {after.Function}, {after.What} | {before.RequestUnits:#,0.0} RU ({Operations(before)}) | {after.RequestUnits:#,0.0} RU ({Operations(after)}) |\n"));
        return table.ToString();
    }
}
