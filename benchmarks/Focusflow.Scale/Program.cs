using System.Globalization;
using Focusflow.Scale;
using Focusflow.Tests.Infrastructure;

// How the app behaves among more and more users, on SQLite and, smaller, on the emulator; the tables of docs/scale.md and its picture:
//   dotnet run -c Release --project benchmarks/Focusflow.Scale [-- --users 1000,10000,100000] [--emulator 120,480] [--write]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var users = Numbers("--users", [1_000, 10_000, 100_000]);
var onEmulator = Numbers("--emulator", [120, 480]);

var machine = Machine.Describe();
List<WorldFigures> worlds = [];
foreach (var count in users)
    worlds.Add(await WorldFigures.MeasureAsync(count, Say));
Say("the emulator");
var emulated = await EmulatedWorld.MeasureAsync(onEmulator);
Say("10,000 wake-ups at once");
var wakings = await DueAtOnce.MeasureAsync();
Say("ten years of one user");
var pasts = await Past.MeasureAsync();
var tables = new ScaleTables(machine, worlds, emulated, wakings, pasts);

Console.WriteLine(tables.All);
Console.WriteLine(tables.EveryRequest);
if (args.Contains("--write", StringComparer.Ordinal))
{
    var document = Repository.PathOf("docs/scale.md");
    File.WriteAllText(document, tables.Fill(File.ReadAllText(document)));
    File.WriteAllText(Repository.PathOf("docs/images/scale.svg"), new ScalePicture(worlds).Draw());
}

static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");

int[] Numbers(string option, int[] otherwise)
{
    var at = Array.IndexOf(args, option);
    return at < 0 ? otherwise : [.. args[at + 1].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
