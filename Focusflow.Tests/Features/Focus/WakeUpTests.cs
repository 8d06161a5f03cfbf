using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

/// <summary>Sessions whose client has gone: the durable engine and the sweeper of the whole app end them.</summary>
public sealed class WakeUpTests
{
    private const string Morning = "2025-09-26T09:00:00Z";

    [Fact]
    public async Task A_session_ends_at_its_planned_end_without_any_client()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);

        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-09-26T09:29:59.999Z"));
        (await StoredAsync(client, session)).Status.ShouldBe(SessionStatus.Active);
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-09-26T09:30:00Z"));

        var ended = await StoredAsync(client, session);
        ended.Status.ShouldBe(SessionStatus.Completed);
        ended.EndedAt.ShouldBe(FocusClient.Time("2025-09-26T09:30:00Z"));
        await client.SignInAsync();
        (await client.GetAsync("/api/notifications"))[0].ShouldHold("""
            {"kind": "session_completed", "message": "You focused for 30 minutes.", "created_at": "2025-09-26T09:30:00Z"}
            """);
    }

    [Fact]
    public async Task A_pause_moves_the_end_and_the_first_wake_up_changes_nothing()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);
        await client.PassAsync(10);
        await client.DoAsync("pause", session);
        await client.PassAsync(45);
        (await StoredAsync(client, session)).Status.ShouldBe(SessionStatus.Paused);
        await client.DoAsync("resume", session);
        await client.PassAsync(20);

        (await StoredAsync(client, session)).EndedAt.ShouldBe(FocusClient.Time("2025-09-26T10:15:00Z"));
    }

    [Fact]
    public async Task A_pause_of_more_than_twelve_hours_stops_the_session_where_it_was_paused()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);
        await client.PassAsync(10);
        await client.DoAsync("pause", session);
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-09-26T21:10:00Z"));

        var stopped = await StoredAsync(client, session);
        stopped.Status.ShouldBe(SessionStatus.Stopped);
        stopped.EndedAt.ShouldBe(FocusClient.Time("2025-09-26T09:10:00Z"));
        await client.SignInAsync();
        (await client.ReadAsync(session)).ShouldHold("""{"status": "stopped", "actual_duration": 10, "paused_at": null}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Timers_that_come_early_late_and_twice_change_no_data(int seed)
    {
        await using var client = await FocusClient.StartAsync(Morning, options => options with
        {
            Durable = new DurableEngineOptions { Delivery = TimerDelivery.AsAzureStorage(seed) },
        });
        for (var i = 0; i < 12; i++)
        {
            var session = await client.StartAsync(5);
            await client.PassAsync(5.2);
            (await StoredAsync(client, session)).EndedAt.ShouldBe(FocusClient.Time(session.Text("planned_end_time")));
        }

        (await client.GetAsync("/api/notifications")).GetArrayLength().ShouldBe(12);
    }

    [Fact]
    public async Task A_session_outlives_the_death_of_the_app()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);
        await client.App.CrashAsync(downFor: TimeSpan.FromMinutes(10));
        (await StoredAsync(client, session)).Status.ShouldBe(SessionStatus.Active);
        await client.App.CrashAsync(downFor: TimeSpan.FromHours(2));
        await client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));

        (await StoredAsync(client, session)).EndedAt.ShouldBe(FocusClient.Time("2025-09-26T09:30:00Z"));
    }

    [Fact]
    public async Task A_session_whose_wake_up_was_lost_is_settled_within_five_minutes()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        await client.PassAsync(2);
        var session = await client.StartAsync(31);
        var wakeUp = SessionWakeUp.For(await StoredAsync(client, session));
        await client.App.DurableTaskClient.TerminateInstanceAsync(wakeUp.InstanceId(), default(CancellationToken));
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-09-26T09:34:59Z"));
        (await StoredAsync(client, session)).Status.ShouldBe(SessionStatus.Active);
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-09-26T09:35:00Z"));

        (await StoredAsync(client, session)).EndedAt.ShouldBe(FocusClient.Time("2025-09-26T09:33:00Z"));
    }

    /// <summary>A turn that only waited would be an execution on Azure, and a write here.</summary>
    [Fact]
    public async Task A_wake_up_does_not_run_before_it_is_due()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);
        var id = SessionWakeUp.For(await StoredAsync(client, session)).InstanceId();

        (await client.App.DurableTaskClient.GetInstanceAsync(id, default(CancellationToken)))
            .ShouldNotBeNull().RuntimeStatus.ShouldBe(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Pending);
        await client.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));

        (await client.App.DurableTaskClient.GetInstanceAsync(id, default(CancellationToken)))
            .ShouldNotBeNull().RuntimeStatus.ShouldBe(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Completed);
        (await StoredAsync(client, session)).EndedAt.ShouldBe(FocusClient.Time("2025-09-26T09:30:00Z"));
    }

    [Fact]
    public async Task Orchestrations_of_plans_that_are_over_come_to_their_end()
    {
        await using var client = await FocusClient.StartAsync(Morning);
        var session = await client.StartAsync(30);
        var first = SessionWakeUp.For(await StoredAsync(client, session)).InstanceId();
        await client.DoAsync("stop", session);
        await client.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(31));

        var instance = await client.App.DurableTaskClient.GetInstanceAsync(first, default(CancellationToken));
        instance.ShouldNotBeNull().RuntimeStatus.ShouldBe(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Completed);
    }

    private static async Task<FocusSession> StoredAsync(FocusClient client, System.Text.Json.JsonElement session)
    {
        // Straight from the store: asking the API would settle it.
        var store = client.App.Services.GetRequiredService<IDocumentStore>();
        return (await store.ReadAsync<FocusSession>(client.Person.Id, session.Text("session_id"))).ShouldNotBeNull();
    }
}
