using System.Text.Json;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions.Foundation.Following;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Worker.Rpc;
using Microsoft.DurableTask.Protobuf;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>Orchestrations and activities, given to the worker as the durable extension does.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerDurableTests(WorkerFixture fixture)
{
    [Fact]
    public async Task Every_orchestration_comes_to_its_end_and_every_activity_runs()
    {
        var worker = await fixture.WorkerAsync();
        var hub = new HubRun(worker);
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);
        var past = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

        var started = await ann.DoAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 25 });
        var session = started.Text("session_id");
        (await fixture.HubAsync()).Find("FocusSessionWakeUp", session).ScheduledStartTimestamp.ToDateTimeOffset()
            .ShouldBe(started.GetProperty("planned_end_time").GetDateTimeOffset());
        await ann.DoAsync("POST", $"/api/focus-sessions/{session}/complete");
        ShouldBeDone(await hub.RunAsync((await fixture.HubAsync()).Find("FocusSessionWakeUp", session)));

        ShouldBeDone(await hub.RunAsync("TaskReminder", "r", JsonSerializer.Serialize(new ReminderTimer(ann.Id, Guid.Empty.ToString(), past))));
        ShouldBeDone(await hub.RunAsync("BreakReminder", "b", JsonSerializer.Serialize(new BreakTimer(ann.Id, past))));
        ShouldBeDone(await hub.RunAsync("ShutdownReminder", "s", JsonSerializer.Serialize(new ShutdownTimer(past))));
        await hub.ActivityAsync("FindShutdownReminders", JsonSerializer.Serialize(new ShutdownTimer(past)), "s"); // only when there are very many
        await hub.ActivityAsync("DeliverShutdownReminders", JsonSerializer.Serialize(new PlanGroup(past, [])), "s");

        ShouldBeDone(await hub.RunAsync(ReviewTimer.Orchestration, "v", JsonSerializer.Serialize(new ReviewTimer(past))));
        await hub.ActivityAsync("FindWeeklyReviews", JsonSerializer.Serialize(new ReviewTimer(past)), "v");
        await hub.ActivityAsync("OrderWeeklyReviews", JsonSerializer.Serialize(new PlanGroup(past, [])), "v");

        var message = JsonSerializer.Serialize(new WebhookMessage(ann.Id, Guid.Empty.ToString(), Guid.Empty.ToString()));
        ShouldBeDone(await hub.RunAsync("DeliverWebhook", "w", message));
        await hub.ActivityAsync("DisableWebhook", message, "w");

        ShouldBeDone(await hub.RunAsync(MailOrder.Orchestration, "m", JsonSerializer.Serialize(new MailOrder("of a later version", ann.Id, "any"))));

        ShouldBeDone(await hub.RunAsync("FollowRanges", "follow-webhooks", JsonSerializer.Serialize(new FollowOrder("webhooks"))));

        ShouldBeDone(await hub.RunAsync(
            PushOrder.Orchestration, "p", JsonSerializer.Serialize(new PushOrder(ann.Id, Guid.Empty.ToString(), Guid.Empty.ToString(), past, DateTimeOffset.MaxValue))));

        ShouldBeDone(await hub.RunAsync("PurgeEnded", "purge-ended", "0"));

        ShouldBeDone(await hub.RunAsync("TurnWeek", "week-turn-2026-W02", "\"2026-W02\""));

        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password })).EnsureSuccessStatusCode();
        ShouldBeDone(await hub.RunAsync((await fixture.HubAsync()).Find("DeleteAccount", ann.Id)));

        var all = worker.Functions.Where(function => (string)function.Trigger["type"]! is "orchestrationTrigger" or "activityTrigger");
        hub.Ran.ShouldBe(all.Select(function => function.Name), ignoreOrder: true);
    }

    [Fact]
    public async Task An_orchestrator_that_throws_ends_its_orchestration_as_failed()
    {
        var end = await new HubRun(await fixture.WorkerAsync()).RunAsync("FocusSessionWakeUp", "no-input", null);

        end.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
        end.FailureDetails.ErrorMessage.ShouldBe("A wake-up needs its session.");
    }

    [Theory]
    [InlineData("FreezeBoard", "\"no week\"")]
    [InlineData("SettleFocusSession", "no JSON")]
    public async Task An_activity_that_throws_is_reported_as_failed_with_what_a_retry_policy_asks_for(string activity, string input)
    {
        var worker = await fixture.WorkerAsync();

        var answer = await worker.InvokeAsync(activity, input, ("instanceId", "i"));

        answer.Result.Status.ShouldBe(StatusResult.Types.Status.Failure);
        TaskFailureDetails.Parser.ParseJson(answer.Result.Exception.Message.Split('\n')[0]).ErrorType.ShouldNotBeEmpty();
    }

    private static void ShouldBeDone(CompleteOrchestrationAction end) =>
        end.OrchestrationStatus.ShouldBe(OrchestrationStatus.Completed, end.FailureDetails?.ToString());
}
