using System.Diagnostics;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Http;
using Focusflow.Tests.Foundation.Storage;
using Focusflow.Tests.Suite;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

[Collection(AloneCollection.Name)]
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{TraceId}-b7ad6b7169203331-01";

    [Fact]
    public async Task A_request_continues_the_trace_of_its_client_down_to_the_store()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        using var listening = new Listening();

        await ann.GetAsync("/api/tasks/0199880a-4b00-7aa3-917a-d5446b240c21", ("traceparent", Parent));

        await listening.RequestsAsync(1);
        var request = listening.Activities.Single(activity => activity.Kind == ActivityKind.Server);
        request.DisplayName.ShouldBe("GET /tasks/{id}");
        request.TraceId.ToHexString().ShouldBe(TraceId);
        request.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        request.GetTagItem("http.request.method").ShouldBe("GET");
        request.GetTagItem("http.route").ShouldBe("/tasks/{id}");
        request.GetTagItem("http.response.status_code").ShouldBe(404);
        request.Status.ShouldBe(ActivityStatusCode.Unset);
        var read = listening.Activities.First(activity => activity.DisplayName == "read userdata" && activity.ParentSpanId == request.SpanId);
        read.Kind.ShouldBe(ActivityKind.Client);
        read.GetTagItem("db.operation.name").ShouldBe("read");
        read.GetTagItem("db.collection.name").ShouldBe("userdata");
    }

    [Fact]
    public async Task A_request_without_a_trace_begins_one()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        using var listening = new Listening();

        await app.Client.GetAsync("/api/health/live");
        await app.Client.GetAsync("/api/health/live");

        await listening.RequestsAsync(2);
        listening.Activities.Count.ShouldBe(2);
        listening.Activities.ShouldAllBe(activity => activity.ParentId == null && activity.Recorded);
        listening.Activities.DistinctBy(activity => activity.TraceId).Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_log_tells_the_trace_whether_anybody_listens_or_not()
    {
        var log = new Lines();
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Logging = logging => logging.AddProvider(log) });
        var ann = await app.RegisterAsync();

        await ann.GetAsync("/api/auth/user", ("traceparent", Parent));
        using (new Listening())
            await ann.GetAsync("/api/tasks", ("traceparent", Parent));
        await ann.GetAsync("/api/auth/user", ("traceparent", "nonsense"));

        log.All.Count(line => line.Contains($"trace {TraceId}", StringComparison.Ordinal)).ShouldBe(2);
        log.All.Last(line => line.Contains("RequestLog", StringComparison.Ordinal)).ShouldMatch("trace [0-9a-f]{32}");
    }

    [Fact]
    public async Task A_failure_is_marked_by_its_type_alone()
    {
        FaultyStore store = null!;
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });
        store.BeforeCommit = _ => throw new InvalidOperationException("secret detail");
        using var listening = new Listening();

        await app.Client.PostAsync("/api/auth/register", JsonBody("""{"name":"Ann","email":"ann@example.com","password":"8 of mine"}"""));

        await listening.RequestsAsync(1);
        var request = listening.Activities.Single(activity => activity.Kind == ActivityKind.Server);
        request.Status.ShouldBe(ActivityStatusCode.Error);
        request.GetTagItem("error.type").ShouldBe("500");
        listening.Activities.ShouldAllBe(activity => activity.StatusDescription == null && !activity.Events.Any());
    }

    [Fact]
    public async Task Timer_functions_and_durable_activities_have_one_each_and_orchestrators_none()
    {
        await using var app = await FocusflowTestApp.StartAsync(("LeaderboardSchedule", "0 0 * * * *"));
        var ann = await app.RegisterAsync();
        using var listening = new Listening();
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 10, session_type = "focus" });

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(11));

        var names = listening.Activities.Where(activity => activity.Kind == ActivityKind.Internal)
            .Select(activity => (activity.DisplayName, Trigger: (string?)activity.GetTagItem("faas.trigger"))).ToList();
        names.ShouldContain(("SettleFocusSession", "other"));
        names.Count(name => name == ("SweepFocusSessions", "timer")).ShouldBe(2);
        names.ShouldNotContain(name => name.DisplayName == "FocusSessionWakeUp");
    }

    private static StringContent JsonBody(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
