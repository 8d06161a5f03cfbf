using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Focusflow.ColdStart;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Infrastructure;
using Focusflow.Tests.Worker;

// How long the published app takes from the start of its process to an answer, over the host's protocol, on the emulator, beside an app of
// one function and nothing else; and how much memory its process comes to hold with as many open streams as an instance takes and requests
// beside them:
//   dotnet run -c Release --project benchmarks/Focusflow.ColdStart [-- 5]      (starts)
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var starts = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 5;
await using var fixture = new WorkerFixture();
(string, string?) database = ("Focusflow:Cosmos:Database", "cold-start"); // else each worker has one of its own

string token;
await using (var first = await fixture.AloneAsync(database)) // writes the containers and somebody to ask for
{
    await first.AnswersAsync("/api/health/ready");
    token = (await WorkerPerson.RegisterAsync(first.Door.Url)).AccessToken;
}

var floor = Repository.PathOf("benchmarks/Focusflow.ColdStart.Floor/bin/Published");
await Dotnet.RunAsync("publish", "benchmarks/Focusflow.ColdStart.Floor", "-c", "Release", "-o", floor, "-v", "q", "--nologo", "--disable-build-servers");
await (await fixture.AloneAsync(floor)).DisposeAsync();

// In turns, so that a machine whose speed drifts meets all alike.
const string Floor = "an app of one function";
const string Any = "/api/health/live";
const string Stored = "/api/tasks?limit=1";
var taken = new List<Start>();
for (var i = 0; i < starts; i++)
{
    foreach (var what in (string[])[Floor, Any, Stored])
    {
        await using var worker = what == Floor ? await fixture.AloneAsync(floor) : await fixture.AloneAsync(database);
        using var client = new HttpClient { BaseAddress = worker.Door.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await client.GetAsync(what == Floor ? Any : what);
        var answered = Stopwatch.GetElapsedTime(worker.Began);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        taken.Add(new(what, worker.Took.Connected, worker.Took.Loaded, answered, worker.ProcessorTime(), worker.Door.Refusals));
    }
}

var published = new DirectoryInfo(await PublishedApp.FolderAsync());
var megabytes = published.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
Console.WriteLine($"medians of {starts} starts, {Environment.ProcessorCount} cores; the package weighs {megabytes:0} MB");
Console.WriteLine();
Console.WriteLine("| first answer | connected s | functions loaded s | answered s | processor s |");
Console.WriteLine("|---|--:|--:|--:|--:|");
foreach (var one in taken.GroupBy(start => start.What))
    Console.WriteLine($"| {one.Key} | {Median(one, start => start.Connected):0.00} | {Median(one, start => start.Loaded):0.00} | {Median(one, start => start.Answered):0.00} | {Median(one, start => start.Processor):0.00} |");
Console.WriteLine();
Console.WriteLine($"the endpoint did not listen yet in {taken.Count(start => start.Refusals > 0)} of {taken.Count} starts");

const int Streams = 200;
const int Requests = 5000;
await using (var worker = await fixture.AloneAsync(database, ("Focusflow:Streams:PerUser", $"{Streams}")))
{
    var idle = worker.PeakMegabytes();
    using var client = new HttpClient { BaseAddress = worker.Door.Url };
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    var streams = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => client.GetAsync("/api/notifications/stream", HttpCompletionOption.ResponseHeadersRead)));
    var open = streams.Count(stream => stream.IsSuccessStatusCode);
    await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellation) =>
    {
        var answer = number % 5 == 0 ? await client.PostAsJsonAsync("/api/tasks", new { title = $"Task {number}" }, cancellation) : await client.GetAsync("/api/tasks?limit=50", cancellation);
        answer.EnsureSuccessStatusCode();
    });
    Console.WriteLine($"the worker's process held at most {idle:0} MB after its start, {worker.PeakMegabytes():0} MB with {open} open streams and {Requests:N0} requests");
    foreach (var stream in streams)
        stream.Dispose();
}

double Median(IEnumerable<Start> of, Func<Start, TimeSpan> which) => of.Select(which).Order().ElementAt(starts / 2).TotalSeconds;
