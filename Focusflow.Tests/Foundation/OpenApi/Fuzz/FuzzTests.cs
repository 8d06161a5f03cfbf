using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Webhooks;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Push;
using Focusflow.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using Xunit.Sdk;

namespace Focusflow.Tests.Foundation.OpenApi.Fuzz;

/// <summary>
/// Asks the app whatever its description allows, and what it does not, and holds each answer against that description (every
/// client of the suite does, see <see cref="CheckedAnswers"/>). FOCUSFLOW_FUZZ names another number of requests, FOCUSFLOW_SEED
/// repeats a run.
/// </summary>
public sealed class FuzzTests
{
    private const int Requests = 20_000;
    private const int People = 4;
    private const int MostFaults = 20;

    // The key to these is in a mail, or in what came of one.
    private static readonly string[] Mailed =
        ["ChangeEmail", "ResetPassword", "VerifyEmail", "ShowRestoreEmail", "RestoreEmail", "ShowUnsubscribe", "Unsubscribe"];

    [Fact]
    public Task Whatever_is_asked_is_answered_as_described_and_never_with_a_fault() => Seeded.RunsAsync(1, async random =>
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("FOCUSFLOW_FUZZ"), CultureInfo.InvariantCulture, out var wanted) ? wanted : Requests;
        var contract = new ApiContract(JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("docs/openapi.json")))!.AsObject());
        await using var app = await FocusflowTestApp.StartAsync(
            options => options with { Customize = builder => builder.Services.AddSingleton<IWebhookSender, MoodyReceiver>().AddSingleton<IPushSender>(new PushService { Status = 503 }) });
        var world = new FuzzWorld(app.Clock);
        var requests = new FuzzRequests(random, contract, world, app);
        var seen = new SortedDictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        var (began, later) = (System.Diagnostics.Stopwatch.StartNew(), new System.Diagnostics.Stopwatch());
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> unseen = [];
        for (var i = 0; i < count || ((unseen = Unseen(contract, seen)) is not [] && i < 2 * count); i++)
        {
            while (world.People.Count < People)
                world.Add(await RegisterAsync(app, world, $"person{i}-{world.People.Count}@example.com"));
            later.Start();
            if (random.Next(300) == 0)
                await LaterAsync(app, world, TimeSpan.FromMinutes(random.Next(1, 240)));
            later.Stop();
            var request = requests.Next();
            try
            {
                var status = await AskAsync(app, world, request);
                (seen.TryGetValue(request.OperationId, out var statuses) ? statuses : seen[request.OperationId] = []).Add(status);
            }
            catch (Exception error) when (error is XunitException or ShouldAssertException)
            {
                faults.TryAdd(error.Message.Split('\n')[0], $"request {i}: {await TextOf(request.Message)}\n{error.Message}");
                faults.Count.ShouldBeLessThan(MostFaults, string.Join("\n\n", faults.Values));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{count} requests in {began.Elapsed}, of which {later.Elapsed} for time to pass");
        faults.Values.ShouldBeEmpty();

        if (count >= Requests)
            unseen.ShouldBeEmpty("These have never succeeded, so nothing was tried of them.");
    });

    // What has not succeeded so far, in which chance may have its part: a little longer, and it should have.
    private static List<string> Unseen(ApiContract contract, SortedDictionary<string, SortedSet<int>> seen) =>
    [
        .. contract.Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => (string)operation.Value!["operationId"]!)
            .Where(id => !(seen.GetValueOrDefault(id)?.Any(status => status < 300) ?? false))
            .Except(Mailed, StringComparer.Ordinal),
    ];

    // Access tokens are good for an hour.
    private static async Task LaterAsync(LocalApp app, FuzzWorld world, TimeSpan by)
    {
        await app.Clock.AdvanceAsync(by);
        foreach (var person in world.People.ToList())
        {
            world.Remove(person);
            using var answer = await app.LoginAsync(person.Email, person.Password);
            if (answer.IsSuccessStatusCode && await answer.JsonAsync() is var tokens)
                world.Add(person with { AccessToken = tokens.Text("access_token"), RefreshToken = tokens.Text("refresh_token") });
        }
    }

    private static async Task<int> AskAsync(LocalApp app, FuzzWorld world, FuzzRequest request)
    {
        using var answer = await app.Client.SendAsync(request.Message, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)answer.StatusCode;
        status.ShouldBeLessThan(500);
        var json = answer.Content.Headers.ContentType?.MediaType == "application/json" && request.Message.Method != HttpMethod.Head && status < 300
            ? await answer.Content.ReadAsByteArrayAsync() is { Length: > 0 } bytes ? JsonElement.Parse(bytes) : default(JsonElement?)
            : null;
        world.Learn(request.Path, answer, json);
        var signed = request.Message.Headers.Authorization?.Parameter == request.Caller.AccessToken && request.OperationId is not ("Login" or "RefreshTokens");
        if (request.OperationId == "ChangePassword" ? status < 300 : status == 401 && signed)
            world.Remove(request.Caller);
        return status;
    }

    private static async Task<FuzzPerson> RegisterAsync(LocalApp app, FuzzWorld world, string email)
    {
        var person = await app.RegisterAsync(email);
        var known = new FuzzPerson(email, FocusflowTestApp.Password, person.AccessToken, person.RefreshToken);

        // What is made by chance too seldom to try all that can be done with it.
        world.Caller = known;
        using var task = await person.PostAsync("/api/tasks", new { title = "Water", due_date = "2025-10-01", recurrence = "FREQ=DAILY", steps = new[] { new { title = "Fill" }, new { title = "Pour" } } });
        world.Learn("/tasks", task, await task.JsonAsync());
        return known;
    }

    private static async Task<string> TextOf(HttpRequestMessage request)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
        var headers = request.Headers.NonValidated.Where(header => header.Key != "Authorization").Select(header => $"{header.Key}: {header.Value}");
        return $"{request.Method} {request.RequestUri} [{string.Join("; ", headers)}] {(body.Length > 500 ? body[..500] + "..." : body)}";
    }

    /// <summary>Takes one message, fails at the next, and wants no more with the third.</summary>
    private sealed class MoodyReceiver : IWebhookSender
    {
        private int messages;

        public Task<WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
            Task.FromResult(new WebhookAnswer((Interlocked.Increment(ref messages) % 3) switch { 0 => 410, 1 => 204, _ => 500 }));
    }
}
