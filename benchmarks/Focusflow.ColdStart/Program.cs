using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Worker;

// How long the published app takes from the start of its process to an answer, over the host's protocol, on the emulator, and how much
// memory its process comes to hold with as many open streams as an instance takes and requests beside them:
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

// In turns, so that a machine whose speed drifts meets both alike.
const string Any = "/api/health/live";
const string Stored = "/api/tasks?limit=1";
var taken = new List<(string Path, double Connected, double Loaded, double Answered, double Processor, int Refusals)>();
for (var i = 0; i < starts; i++)
{
    foreach (var path in (string[])[Any, Stored])
    {
        var began = Stopwatch.GetTimestamp();
        await using var worker = await fixture.AloneAsync(database);
        using var client = new HttpClient { BaseAddress = worker.Door.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await client.GetAsync(path);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        taken.Add((path, worker.Took.Connected.TotalSeconds, worker.Took.Loaded.TotalSeconds, Stopwatch.GetElapsedTime(began).TotalSeconds, worker.ProcessorTime().TotalSeconds, worker.Door.Refusals));
    }
}

var published = new DirectoryInfo(await PublishedApp.FolderAsync());
var megabytes = published.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
Console.WriteLine($"medians of {starts} starts, {Environment.ProcessorCount} cores; the package weighs {megabytes:0} MB");
Console.WriteLine($"connected {Median(Any, start => start.Connected):0.00} s, functions loaded {Median(Any, start => start.Loaded):0.00} s, first answer ({Any}) {Median(Any, start => start.Answered):0.00} s; until then a processor was busy for {Median(Any, start => start.Processor):0.00} s");
Console.WriteLine($"where the first one is authenticated and from the store: {Median(Stored, start => start.Answered):0.00} s, {Median(Stored, start => start.Processor):0.00} s; the endpoint did not listen yet in {taken.Count(start => start.Refusals > 0)} of {taken.Count} starts");

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

double Median(string path, Func<(string Path, double Connected, double Loaded, double Answered, double Processor, int Refusals), double> of) =>
    taken.Where(start => start.Path == path).Select(of).Order().ElementAt(starts / 2);
