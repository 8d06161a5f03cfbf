using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>Orchestrations as functions of a host, and the HTTP API of the durable extension.</summary>
public sealed class DurableHostTests : IAsyncLifetime
{
    private const string Instances = "/runtime/webhooks/durabletask/instances";

    private readonly ConcurrentQueue<string> log = new();
    private int turns;
    private int turnsLeft;
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() => app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Greetings)], builder =>
    {
        builder.Services.AddSingleton(log);
        builder.UseWhen(context => context.FunctionDefinition.Name == "Greet", async (_, next) =>
        {
            turns++;
            await next();
            turnsLeft++;
        });
        builder.UseWhen(
            context => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "activityTrigger"),
            async (context, next) =>
            {
                log.Enqueue($"before {context.FunctionDefinition.Name}, {(context.GetHttpContext() is null ? "no request" : "request")}");
                await next();
            });
    }));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_function_starts_an_orchestration_that_calls_activities_through_the_middleware()
    {
        var id = await app.Client.GetStringAsync("/api/greet/Ada");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        var instance = await app.DurableTaskClient.GetInstanceAsync(id, getInputsAndOutputs: true);
        instance!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        instance.ReadOutputAs<string>().ShouldBe($"Hello Ada of {id} at 08:05");
        log.ShouldBe(["before Hello, no request"]);
    }

    [Fact]
    public async Task A_function_is_answered_when_what_it_started_has_arrived_on_the_disk()
    {
        using var goOn = new ManualResetEventSlim();
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var holding = database.WriteAsync(_ => goOn.Wait(TimeSpan.FromSeconds(30)));

        var answer = app.Client.GetStringAsync("/api/greet/Ada");
        while (database.Writer.Waiting == 0)
            await Task.Yield();
        for (var i = 0; i < 5; i++)
            await app.Client.GetAsync("/api/nothing", TestContext.Current.CancellationToken); // others are answered meanwhile

        answer.IsCompleted.ShouldBeFalse();
        goOn.Set();
        (await holding).ShouldBeTrue();
        (await app.DurableTaskClient.GetInstanceAsync(await answer)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_function_sees_what_it_has_just_started() =>
        (await app.Client.GetStringAsync("/api/greet/Ada?look=1")).ShouldEndWith(" seen");

    [Fact]
    public async Task Of_many_that_start_the_same_at_once_one_does()
    {
        var client = app.DurableTaskClient;

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await client.ScheduleNewOrchestrationInstanceAsync("Greet", new Greetings.Person("Ada"), new StartOrchestrationOptions("the-one")) == "the-one";
            }
            catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
            {
                return false;
            }
        }));

        started.Count(did => did).ShouldBe(1);
    }

    [Fact]
    public async Task Middleware_goes_around_each_turn_of_an_orchestration()
    {
        await app.Client.GetStringAsync("/api/greet/Ada");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        (turns, turnsLeft).ShouldBe((1, 1)); // the orchestrator waits, the middleware does not

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        (turns, turnsLeft).ShouldBe((3, 3));
    }

    [Fact]
    public async Task An_orchestration_goes_on_after_a_crash()
    {
        var id = await app.Client.GetStringAsync("/api/greet/Ada");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.CrashAsync(downFor: TimeSpan.FromMinutes(7));
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        (await app.DurableTaskClient.GetInstanceAsync(id, true))!.ReadOutputAs<string>().ShouldBe($"Hello Ada of {id} at 08:08");
    }

    [Fact]
    public async Task An_instance_is_shown_as_the_extension_shows_it()
    {
        var id = await app.Client.GetStringAsync("/api/greet/Ada");
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        var (running, _) = await SendAsync(HttpMethod.Get, $"/{id}");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        var (ended, json) = await SendAsync(HttpMethod.Get, $"/{id}");
        var (_, withHistory) = await SendAsync(HttpMethod.Get, $"/{id}?showHistory=true&showInput=false");

        (running, ended).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.OK));
        json.ShouldBe(
            $$"""{"name":"Greet","instanceId":"{{id}}","runtimeStatus":"Completed","input":{"Name":"Ada"},"customStatus":"waiting","""
            + $$"""
            "output":"Hello Ada of {{id}} at 08:05","createdTime":"2025-09-29T08:00:00Z","lastUpdatedTime":"2025-09-29T08:05:00Z"}
            """);
        var shown = JsonDocument.Parse(withHistory).RootElement;
        shown.GetProperty("input").ValueKind.ShouldBe(JsonValueKind.Null);
        var events = shown.GetProperty("historyEvents").EnumerateArray().ToArray();
        events.Select(entry => entry.GetProperty("EventType").GetString()).ShouldBe(["ExecutionStarted", "TimerFired", "TaskCompleted", "ExecutionCompleted"]);
        events[1].GetProperty("FireAt").GetString().ShouldBe("2025-09-29T08:05:00Z");
        events[2].GetProperty("FunctionName").GetString().ShouldBe("Hello");
    }

    [Fact]
    public async Task Instances_are_listed_filtered_and_paged()
    {
        foreach (var name in (string[])["a", "b", "c"])
            await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("Greet", new Greetings.Person(name), new StartOrchestrationOptions($"x-{name}"));
        await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("Greet", new Greetings.Person("z"), new StartOrchestrationOptions("y-z"));
        await app.DurableTaskClient.TerminateInstanceAsync("x-b", "enough");
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        (await IdsAsync("")).ShouldBe(["x-a", "x-b", "x-c", "y-z"], ignoreOrder: true);
        (await IdsAsync("?instanceIdPrefix=x-&runtimeStatus=Running,Pending")).ShouldBe(["x-a", "x-c"], ignoreOrder: true);
        (await IdsAsync("?createdTimeFrom=2025-09-29T08:00:01Z")).ShouldBeEmpty();

        var all = new List<string>();
        string? token = null;
        do
        {
            var request = Request(HttpMethod.Get, "?top=3");
            if (token is not null)
                request.Headers.Add("x-ms-continuation-token", token);
            var answer = await app.Client.SendAsync(request);
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
            all.AddRange(Ids(await answer.Content.ReadAsStringAsync()));
        }
        while (token is not null);
        all.ShouldBe(["x-a", "x-b", "x-c", "y-z"], ignoreOrder: true);
    }

    [Fact]
    public async Task Events_are_raised_instances_terminated_and_purged()
    {
        var id = await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("Await");
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        (await SendAsync(HttpMethod.Post, $"/{id}/raiseEvent/go", "\"now\"")).Status.ShouldBe(HttpStatusCode.Accepted);
        await app.Clock.AdvanceAsync(TimeSpan.Zero);
        JsonDocument.Parse((await SendAsync(HttpMethod.Get, $"/{id}")).Body).RootElement.GetProperty("output").GetString().ShouldBe("now");
        (await SendAsync(HttpMethod.Post, $"/{id}/raiseEvent/go", "1")).Status.ShouldBe(HttpStatusCode.Gone);
        (await SendAsync(HttpMethod.Post, $"/{id}/raiseEvent/go", "{")).Status.ShouldBe(HttpStatusCode.BadRequest);

        var other = await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("Await");
        await app.Clock.AdvanceAsync(TimeSpan.Zero);
        (await SendAsync(HttpMethod.Post, $"/{other}/terminate?reason=enough")).Status.ShouldBe(HttpStatusCode.Accepted);
        await app.Clock.AdvanceAsync(TimeSpan.Zero);
        (await SendAsync(HttpMethod.Get, $"/{other}")).Body.ShouldContain("\"runtimeStatus\":\"Terminated\"");

        (await SendAsync(HttpMethod.Delete, $"/{other}")).ShouldBe((HttpStatusCode.OK, """{"instancesDeleted":1}"""));
        (await SendAsync(HttpMethod.Delete, $"/{other}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(HttpMethod.Delete, "?createdTimeFrom=2025-01-01T00:00:00Z&runtimeStatus=Completed")).Body.ShouldBe("""{"instancesDeleted":1}""");
        (await SendAsync(HttpMethod.Get, $"/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("?runtimeStatus=Sleeping")]
    [InlineData("?createdTimeFrom=yesterday")]
    public async Task A_filter_that_cannot_be_read_is_a_400(string query) =>
        (await SendAsync(HttpMethod.Get, query)).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Everything_needs_the_key_of_the_extension_or_the_master_key()
    {
        (await app.Client.GetAsync(Instances)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.GetAsync($"{Instances}?code={app.FunctionKey}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.GetAsync("/admin/host/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.GetAsync($"{Instances}?code={app.MasterKey}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Client.GetStringAsync($"/admin/host/status?code={app.MasterKey}")).ShouldContain("\"state\":\"Running\"");
        (await app.Client.GetStringAsync($"/admin/functions?code={app.MasterKey}")).ShouldContain("""{"name":"Hello","trigger":"activityTrigger"}""");
    }

    private async Task<string[]> IdsAsync(string query) => Ids((await SendAsync(HttpMethod.Get, query)).Body);

    private static string[] Ids(string body) =>
        [.. JsonDocument.Parse(body).RootElement.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()!)];

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string rest, string? body = null)
    {
        var request = Request(method, rest);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private HttpRequestMessage Request(HttpMethod method, string rest)
    {
        var request = new HttpRequestMessage(method, Instances + rest);
        request.Headers.Add("x-functions-key", app.MasterKey);
        return request;
    }

    public sealed class Greetings(TimeProvider clock)
    {
        public sealed record Person(string Name);

        [Function("StartGreeting")]
        public static async Task<IResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
            Results.Text(await SeenAsync(client, await client.ScheduleNewOrchestrationInstanceAsync("Greet", new Person(name)), request.Query.ContainsKey("look")));

        private static async Task<string> SeenAsync(DurableTaskClient client, string id, bool look) =>
            look ? $"{id} {(await client.GetInstanceAsync(id) is null ? "unseen" : "seen")}" : id;

        [Function("Greet")]
        public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, Person person)
        {
            context.SetCustomStatus("waiting");
            await context.CreateTimer(context.CurrentUtcDateTime.AddMinutes(5), CancellationToken.None);
            return await context.CallActivityAsync<string>("Hello", person);
        }

        [Function("Await")]
        public static Task<string> Await([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");

        [Function("Hello")]
        public async Task<string> Hello([ActivityTrigger] Person person, string instanceId, FunctionContext context, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return $"{context.FunctionDefinition.Name} {person.Name} of {instanceId} at {clock.GetUtcNow():HH:mm}";
        }
    }
}
