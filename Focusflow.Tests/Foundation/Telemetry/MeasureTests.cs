using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Push;
using Focusflow.Tests.Suite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

[Collection(AloneCollection.Name)]
public sealed class MeasureTests
{
    [Fact]
    public async Task Requests_and_calls_of_the_store_are_measured()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        using var listening = new Listening();

        await ann.PostAsync("/api/tasks", new { title = "Write" });
        await ann.GetAsync("/api/tasks/0199880a-4b00-7aa3-917a-d5446b240c21");

        listening.Of(Measures.RequestDuration).Select(value => value.Tags).ShouldBe(
        [
            "http.request.method=POST http.response.status_code=201 http.route=/tasks",
            "http.request.method=GET http.response.status_code=404 http.route=/tasks/{id}",
        ]);
        listening.Of(Measures.RequestDuration).ShouldAllBe(value => value.Value > 0 && value.Value < 60);
        var calls = listening.Of(Measures.StoreCalls).Select(value => value.Tags).ToList();
        calls.ShouldContain("db.collection.name=userdata db.operation.name=read");
        calls.ShouldContain("db.collection.name=userdata db.operation.name=commit");
    }

    [Fact]
    public async Task Lateness_of_wake_ups_and_notifications_are_measured()
    {
        await using var app = await FocusflowTestApp.StartAsync(("LeaderboardSchedule", "0 0 * * * *"));
        var ann = await app.RegisterAsync();
        using var listening = new Listening();
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 10, session_type = "focus" });
        await ann.PostAsync("/api/tasks", new { title = "Call", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddMinutes(20) });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));

        await app.RestartAsync(downFor: TimeSpan.FromMinutes(7));
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        listening.Of(Measures.TimerLateness).ShouldBe(
        [
            (Measures.TimerLateness.Name, 0, "focusflow.timer=focus_session"),
            (Measures.TimerLateness.Name, 120, "focusflow.timer=task_reminder"),
        ]);
        listening.Of(Measures.Notifications).Select(value => value.Tags).ShouldBe(
            ["focusflow.notification.kind=session_completed", "focusflow.notification.kind=task_reminder"]);
    }

    [Theory]
    [InlineData(204, "delivered")]
    [InlineData(410, "gone")]
    [InlineData(500, "refused")]
    [InlineData(null, "unanswered")]
    public async Task Attempts_to_deliver_to_webhooks_are_measured_by_outcome(int? status, string outcome)
    {
        await using var app = await FocusflowTestApp.StartAsync(
            options => options with { Customize = builder => builder.Services.AddSingleton<IWebhookSender>(new Receiver(status)) },
            ("LeaderboardSchedule", "0 0 * * * *"));
        var ann = await app.RegisterAsync();
        await ann.PostAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "session_completed" } });
        using var listening = new Listening();
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 10, session_type = "focus" });

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(11));

        listening.Of(Measures.WebhookAttempts).ShouldContain((Measures.WebhookAttempts.Name, 1, $"focusflow.webhook.outcome={outcome}"));
        listening.Of(Measures.WebhookAttempts).Select(value => value.Tags).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(201, "taken")]
    [InlineData(410, "gone")]
    [InlineData(500, "refused")]
    [InlineData(null, "unanswered")]
    public async Task Attempts_to_push_are_measured_by_kind_and_outcome(int? status, string outcome)
    {
        await using var app = await FocusflowTestApp.StartAsync(
            options => options with { Customize = builder => builder.Services.AddSingleton<IPushSender>(new PushService { Status = status }) },
            ("LeaderboardSchedule", "0 0 * * * *"));
        var ann = await app.RegisterAsync();
        using var browser = new PushBrowser();
        await ann.PostAsync("/api/push/subscriptions", browser.ToJson("https://push.example.com/1"));
        using var listening = new Listening();
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 10, session_type = "focus" });

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(11));

        listening.Of(Measures.Pushes).ShouldContain((Measures.Pushes.Name, 1, $"focusflow.push.kind=session_completed focusflow.push.outcome={outcome}"));
    }

    [Fact]
    public void Open_streams_are_counted_up_and_down()
    {
        using var listening = new Listening();
        var listeners = new StreamListeners(new StreamLimits());

        listeners.Open("ann").Value!.Dispose();

        listening.Of(Measures.OpenStreams).Select(value => value.Value).ShouldBe([1, -1]);
    }

    [Fact]
    public void Charges_are_measured()
    {
        using var listening = new Listening();

        StoreUsage.Charged(2.5);

        listening.Of(Measures.RequestUnits).Single().Value.ShouldBe(2.5);
    }

    private sealed class Receiver(int? status) : IWebhookSender
    {
        public Task<WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
            Task.FromResult(new WebhookAnswer(status));
    }
}
