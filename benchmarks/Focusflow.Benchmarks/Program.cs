using System.Diagnostics;
using System.Globalization;
using Focusflow.Benchmarks;

// benchmarks: dotnet run -c Release --project benchmarks/Focusflow.Benchmarks [-- --seconds 10 --clients 32 --rounds 3 --only create]
//   -- flood [--seconds 60]     wrong sign-ins from many addresses, and how long honest ones take meanwhile
//   -- text                     what comparing text costs
//   -- history [--tasks 40000]  lists of somebody with years behind them, beside those of somebody new
//   -- account-questions [--rounds 200] [--iterations 600000]  whether time tells that an address has an account
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["floor", ..]:
        Floor.Serve(args);
        return;
    case ["flood", ..]:
        await Flood.RunAsync(TimeSpan.FromSeconds(Option("--seconds", 60)));
        return;
    case ["text", ..]:
        TextCost.Print();
        return;
    case ["history", ..]:
        await History.RunAsync(Option("--tasks", 40_000));
        return;
    case ["account-questions", ..]:
        await AccountQuestions.RunAsync(Option("--rounds", 200), Option("--iterations", 600_000));
        return;
}

var length = TimeSpan.FromSeconds(Option("--seconds", 5));
var warmUp = TimeSpan.FromSeconds(Option("--warm-up", 3));
var clients = Option("--clients", 32);
var rounds = Option("--rounds", 3);
var data = Directory.CreateTempSubdirectory("focusflow-bench-").FullName;
using var http = new HttpClient();

using var floor = Server.Floor();
await floor.WaitAsync(http, "/plain");
var app = Server.Focusflow(data);
try
{
    await app.WaitAsync(http, "/api/health/ready");
    var scenarios = new Scenarios(app, http);
    await scenarios.PrepareAsync(clients);

    var token = Floor.Token();
    Row[] rows =
    [
        new("floor: 300 bytes of JSON", floor, _ => Floor300("/plain", null), 0),
        new("floor with token validation", floor, _ => Floor300("/token", token), 0),
        new("health/live (no token)", app, _ => Scenarios.Live(), 70),
        new("get task by id", app, _ => scenarios.GetTask(), 50),
        new("list 50 tasks of 500", app, _ => scenarios.ListTasks(), 20),
        new("create task", app, _ => scenarios.CreateTask(0), 25),
        new("create task, each client another user", app, scenarios.CreateTask, 0),
        new("start + complete a focus session", app, scenarios.FocusPair, 10),
    ];

    if (Array.IndexOf(args, "--only") is var named and >= 0)
        rows = [.. rows.Where((row, i) => i < 2 || row.Name.Contains(args[named + 1], StringComparison.Ordinal))];

    // In rounds, so that a machine whose speed drifts meets every row alike; medians of the rounds are printed.
    for (var round = 0; round < rounds; round++)
    {
        foreach (var row in rows)
            row.Results.Add(await LoadGenerator.RunAsync(row.Server, clients, length, row.Operation, warmUp));
    }

    var floors = rows[1].Results;
    Console.WriteLine($"{clients} clients, {length.TotalSeconds:0} s each, median of {rounds} rounds, {Environment.ProcessorCount} cores shared with the load generator");
    Console.WriteLine();
    Console.WriteLine("| operation | req/s | of the token floor | wanted | p50 ms | p99 ms | server µs | failed |");
    Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
    foreach (var row in rows)
    {
        var ratio = Median(row.Results.Select((result, i) => 100 * result.PerSecond / floors[i].PerSecond));
        Console.WriteLine(
            $"| {row.Name} | {Median(row.Results.Select(r => r.PerSecond)):#,0} | {ratio:0} % | {(row.Wanted == 0 ? "" : $"{row.Wanted} %")} "
            + $"| {Median(row.Results.Select(r => r.Milliseconds(0.5))):0.00} | {Median(row.Results.Select(r => r.Milliseconds(0.99))):0.0} "
            + $"| {Median(row.Results.Select(r => r.ServerMicroseconds)):0} | {row.Results.Sum(r => r.Failures)} |");
    }

    var peak = app.PeakMegabytes;
    app.Dispose();
    var starts = new List<double>();
    for (var i = 0; i < 5; i++)
    {
        var began = Stopwatch.GetTimestamp();
        app = Server.Focusflow(data);
        await app.WaitAsync(http, "/api/tasks?limit=1", scenarios.FirstToken);
        starts.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        if (i < 4)
            app.Dispose();
    }

    Console.WriteLine();
    Console.WriteLine($"start to the first authenticated answer with data: {Median(starts):0.00} s (wanted: under 0.7 s)");
    Console.WriteLine($"peak memory under load: {peak:0} MB (wanted: under 200 MB)");
}
finally
{
    app.Dispose();
    Directory.Delete(data, recursive: true);
}

int Option(string name, int otherwise) =>
    Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}

static IOperation Floor300(string path, string? token) => new SingleRequest(
    System.Text.Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n"),
    200);
