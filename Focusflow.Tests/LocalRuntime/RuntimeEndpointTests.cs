using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>The JSON that the page at /runtime is made from.</summary>
public sealed class RuntimeEndpointTests
{
    [Fact]
    public async Task Functions_are_listed_with_route_and_schedule()
    {
        await using var app = await StartAsync();

        var functions = (await JsonAsync(app, "/runtime/functions")).EnumerateArray().ToDictionary(one => one.Text("name"));

        functions["Break"].Text("route").ShouldBe("/api/break/{times:int}");
        functions["Break"].GetProperty("methods").EnumerateArray().Single().GetString().ShouldBe("GET");
        functions["Break"].Text("key").ShouldBe("Function");
        functions["Wait"].Text("trigger").ShouldBe("orchestrationTrigger");
        functions["Hourly"].GetProperty("schedule").Text("next").ShouldBe("2025-09-29T09:00:00Z");
        functions["Hourly"].GetProperty("schedule").GetProperty("last").ValueKind.ShouldBe(JsonValueKind.Null);

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));
        var schedule = (await JsonAsync(app, "/runtime/functions")).EnumerateArray().Single(one => one.Text("name") == "Hourly").GetProperty("schedule");
        (schedule.Text("last"), schedule.Text("next")).ShouldBe(("2025-09-29T09:00:00Z", "2025-09-29T10:00:00Z"));
        schedule.GetProperty("isPastDue").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_timer_function_runs_now_and_its_failure_is_told()
    {
        await using var app = await StartAsync();

        var run = await JsonAsync(await app.Client.PostAsync("/runtime/functions/hourly/run", null));
        run.Text("function").ShouldBe("Hourly");
        run.GetProperty("milliseconds").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        run.GetProperty("failure").Text("message").ShouldBe("not today, past due: False");
        (await app.Client.PostAsync("/runtime/functions/Break/run", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.Client.PostAsync("/runtime/functions/Nothing/run", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync($"/api/break/3?code={app.FunctionKey}")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        var status = await JsonAsync(app, "/runtime/status");
        (status.Text("now"), status.GetProperty("virtualClock").GetBoolean()).ShouldBe(("2025-09-29T08:00:00+00:00", true));
        var failures = status.GetProperty("failures").EnumerateArray().ToDictionary(one => one.Text("function"));
        failures.Keys.ShouldBe(["Break", "Hourly"], ignoreOrder: true);
        failures["Break"].Text("message").ShouldBe("broken 3 times");
        failures["Break"].Text("error").ShouldBe("System.InvalidOperationException");
    }

    [Fact]
    public async Task Timers_come_in_order_of_time()
    {
        await using var app = await StartAsync();
        await StartWaitingAsync(app, "late", hours: 3);
        await StartWaitingAsync(app, "soon", hours: 0.5);

        var all = await JsonAsync(app, "/runtime/timers");
        var two = await JsonAsync(app, "/runtime/timers?limit=2");

        all.GetProperty("timers").EnumerateArray().Select(one => $"{one.Text("name")} {one.Text("due")[11..16]} {one.GetProperty("instance")}")
            .ShouldBe(["Wait 08:30 soon", "Hourly 09:00 ", "Wait 11:00 late"]);
        (all.GetProperty("hasMore").GetBoolean(), two.GetProperty("hasMore").GetBoolean()).ShouldBe((false, true));
        two.GetProperty("timers").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Orchestrations_are_listed_newest_first_filtered_and_paged()
    {
        await using var app = await StartAsync();
        foreach (var id in (string[])["a-1", "a-2", "b-3"])
        {
            await StartWaitingAsync(app, id, hours: 2);
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        (await app.Client.PostAsync("/runtime/orchestrations/a-1/terminate", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        var first = await JsonAsync(app, "/runtime/orchestrations?limit=2");
        var rest = await JsonAsync(app, $"/runtime/orchestrations?limit=2&continuation={Uri.EscapeDataString(first.Text("continuation"))}");
        Ids(first).ShouldBe(["b-3", "a-2"]);
        Ids(rest).ShouldBe(["a-1"]);
        rest.GetProperty("continuation").ValueKind.ShouldBe(JsonValueKind.Null);
        first.GetProperty("counts").ToString().ShouldBe("""{"Running":2,"Terminated":1}""");
        first.GetProperty("orchestrations")[0].Text("nextTimer").ShouldBe("2025-09-29T10:02:00+00:00");
        Ids(await JsonAsync(app, "/runtime/orchestrations?status=running&prefix=a-")).ShouldBe(["a-2"]);

        (await app.Client.PostAsync("/runtime/orchestrations/a-1/purge", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Ids(await JsonAsync(app, "/runtime/orchestrations")).ShouldBe(["b-3", "a-2"]);
    }

    [Fact]
    public async Task Orchestrations_are_found_by_name_user_and_time()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var (ann, ben) = (await app.RegisterAsync(), await app.RegisterAsync("ben@example.com"));
        foreach (var person in (Person[])[ann, ben])
        {
            await person.PostAsync("/api/time-logs/start-work", null); // its break reminder bears the user in its id
            await person.PostAsync("/api/tasks", new { title = "Call", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddHours(3) }); // in its input
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        (await FoundAsync("user=ann@example.com")).ShouldBe(["BreakReminder", "SendMail", "TaskReminder"], ignoreOrder: true);
        (await FoundAsync($"user={ben.Id}&name=TaskReminder")).ShouldBe(["TaskReminder"]);
        (await FoundAsync("user=nobody@example.com")).ShouldBeEmpty();
        (await FoundAsync("name=TaskReminder&from=2025-09-29T08:01:00Z")).ShouldBe(["TaskReminder"]);
        (await FoundAsync("name=TaskReminder&to=2025-09-29T08:02:00Z")).Length.ShouldBe(2);
        var all = await JsonAsync(app, "/runtime/orchestrations");
        all.GetProperty("names").EnumerateArray().Select(name => name.GetString()).ShouldBe(["BreakReminder", "SendMail", "ShutdownReminder", "TaskReminder"]);

        async Task<string[]> FoundAsync(string filter) =>
            [.. (await JsonAsync(app, "/runtime/orchestrations?" + filter)).GetProperty("orchestrations").EnumerateArray().Select(one => one.Text("name"))];
    }

    [Fact]
    public async Task Many_that_have_ended_are_purged_and_those_that_have_not_stay()
    {
        await using var app = await StartAsync();
        for (var i = 0; i < 7; i++)
            await StartWaitingAsync(app, $"{(i < 5 ? "a" : "b")}-{i}", hours: i < 3 ? 1 : i < 5 ? 5 : 1);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));

        (await PurgeAsync("?prefix=a-&status=Running")).ShouldBe(0);
        (await PurgeAsync("?prefix=a-")).ShouldBe(3);
        Ids(await JsonAsync(app, "/runtime/orchestrations")).ShouldBe(["b-6", "b-5", "a-4", "a-3"], ignoreOrder: true);
        (await PurgeAsync("")).ShouldBe(2);

        async Task<int> PurgeAsync(string filter) =>
            (await JsonAsync(await app.Client.PostAsync("/runtime/orchestrations/purge" + filter, null))).GetProperty("purged").GetInt32();
    }

    [Fact]
    public async Task Mails_are_listed_without_their_parts_and_shown_where_nothing_can_run()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await app.RegisterAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));

        var line = (await JsonAsync(app, "/runtime/mails?parts=false&find=ANN@&limit=5")).EnumerateArray().ShouldHaveSingleItem();
        (line.Text("to"), line.Text("text"), line.Text("html"), line.Text("source")).ShouldBe(("ann@example.com", "", "", ""));
        (await JsonAsync(app, "/runtime/mails?find=ben@")).GetArrayLength().ShouldBe(0);

        var mail = await JsonAsync(app, $"/runtime/mails/{line.GetProperty("id")}");
        mail.Text("text").ShouldNotBeEmpty();
        mail.Text("source").ShouldContain("Subject: ");
        var html = await app.Client.GetAsync($"/runtime/mails/{line.GetProperty("id")}/html");
        (await html.Content.ReadAsStringAsync()).ShouldBe(mail.Text("html"));
        html.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';");
        (await app.Client.GetAsync("/runtime/mails/99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync("/runtime/mails/99/html")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_orchestration_is_shown_with_its_history_and_without_secrets()
    {
        await using var app = await StartAsync();
        await StartWaitingAsync(app, "one", hours: 1);
        await app.Client.PostAsJsonAsync("/runtime/orchestrations/one/raiseEvent/go", new { apiToken = "abc", times = 2 });
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        var one = await JsonAsync(app, "/runtime/orchestrations/one");

        one.Text("status").ShouldBe("Completed");
        one.GetProperty("input").ToString().ShouldBe("""{"Hours":1,"Password":"(not shown)"}""");
        one.GetProperty("history").EnumerateArray().Select(line => line.Text("event"))
            .ShouldBe(["ExecutionStarted", "TimerCreated", "EventRaised", "TimerFired", "ExecutionCompleted"]);
        one.GetProperty("history")[2].GetProperty("data").ToString().ShouldBe("""{"apiToken":"(not shown)","times":2}""");
        one.GetProperty("history")[3].Text("due").ShouldBe("2025-09-29T09:00:00+00:00");
        one.GetProperty("spans").EnumerateArray().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            span => span.Text("kind").ShouldBe("timer"),
            span => span.Text("from").ShouldBe("2025-09-29T08:00:00+00:00"),
            span => span.Text("to").ShouldBe("2025-09-29T09:00:00+00:00"));
        (await app.Client.GetAsync("/runtime/orchestrations/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Documents_of_a_user_are_found_by_e_mail_paged_and_without_secrets()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        await app.RegisterAsync("ben@example.com");
        await ann.PostAsync("/api/tasks", new { title = "Write" });
        await ann.PostAsync("/api/webhooks", new { url = "https://example.com/hook" });
        await ann.PostAsync("/api/users/me/calendar", new { });

        var found = await JsonAsync(app, "/runtime/partitions?find=ANN@");
        found.GetProperty("partitions").EnumerateArray().Single().ShouldSatisfyAllConditions(
            line => line.Text("partition").ShouldBe(ann.Id),
            line => line.Text("label").ShouldBe("ann@example.com"));
        found.GetProperty("complete").GetBoolean().ShouldBeTrue();
        found.GetProperty("containers").EnumerateArray().Select(name => name.GetString()).ShouldContain("leaderboards");

        var kinds = new List<string>();
        string? next = "";
        do
        {
            var page = await JsonAsync(app, $"/runtime/documents?container=userdata&partition={ann.Id}&limit=2&continuation={Uri.EscapeDataString(next)}");
            kinds.AddRange(page.GetProperty("documents").EnumerateArray().Select(document => document.Text("kind")));
            next = page.GetProperty("continuation").GetString();
        }
        while (next is not null);
        kinds.ShouldBe(["account", "access", "task", "webhook", "calendar-feed", "shutdownPlan"], ignoreOrder: true);

        var all = (await JsonAsync(app, $"/runtime/documents?partition={ann.Id}")).ToString();
        all.ShouldContain("\"passwordHash\":\"(not shown)\"");
        all.ShouldContain("\"tokenHash\":\"(not shown)\"");
        all.ShouldContain("\"secret\":\"(not shown)\"");
        all.ShouldContain("\"secretHash\":\"(not shown)\"");
        all.ShouldNotContain("whsec_");
        all.ShouldContain("\"title\":\"Write\"");

        var lines = (await JsonAsync(app, $"/runtime/documents?partition={ann.Id}")).GetProperty("documents").EnumerateArray().ToDictionary(line => line.Text("kind"));
        (lines["task"].Text("title"), lines["task"].Text("at")[..16]).ShouldBe(("Write", "2025-09-29T08:00"));
        lines["shutdownPlan"].Text("title").ShouldBe("2025-09-29");
    }

    [Theory]
    [InlineData("/runtime/orchestrations?limit=0")]
    [InlineData("/runtime/orchestrations?limit=201")]
    [InlineData("/runtime/orchestrations?limit=all")]
    [InlineData("/runtime/orchestrations?status=Sleeping")]
    [InlineData("/runtime/orchestrations?continuation=x")]
    [InlineData("/runtime/orchestrations?from=soon")]
    [InlineData("/runtime/timers?limit=-1")]
    [InlineData("/runtime/documents")]
    [InlineData("/runtime/documents?partition=x&container=nothing")]
    [InlineData("/runtime/documents?partition=x&continuation=x")]
    [InlineData("/runtime/partitions?container=nothing")]
    public async Task What_cannot_be_read_is_a_problem(string path)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private static Task<LocalApp> StartAsync() => LocalApp.StartAsync(LocalAppOptions.For([typeof(Odds)]));

    private static async Task StartWaitingAsync(LocalApp app, string id, double hours)
    {
        await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("Wait", new Odds.Plan(hours, "hunter2"), new StartOrchestrationOptions(id));
        await app.Clock.AdvanceAsync(TimeSpan.Zero);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>());

    private static async Task<JsonElement> JsonAsync(LocalApp app, string path) => await app.Client.GetFromJsonAsync<JsonElement>(path);

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("orchestrations").EnumerateArray().Select(one => one.Text("id"))];

    public static class Odds
    {
        [Function("Break")]
        public static void Break([HttpTrigger(AuthorizationLevel.Function, "get", Route = "break/{times:int}")] HttpRequest request, int times) =>
            throw new InvalidOperationException($"broken {times} times");

        [Function("Hourly")]
        public static void Hourly([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new InvalidOperationException($"not today, past due: {timer.IsPastDue}");

        [Function("Wait")]
        public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CreateTimer(context.CurrentUtcDateTime.AddHours(context.GetInput<Plan>()!.Hours), CancellationToken.None);

        public sealed record Plan(double Hours, string Password);
    }
}
