using Focusflow.Core.Features.Tasks;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Tests.Features.Accounts;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Orchestrations;

/// <summary>The nightly purge, in the whole app on a virtual clock.</summary>
public sealed class EndedOrchestrationsTests
{
    [Fact]
    public async Task What_has_ended_is_kept_a_week_and_what_waits_is_kept()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        await RemindAsync(TimeSpan.FromHours(1));
        await RemindAsync(TimeSpan.FromDays(10));

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(6));
        (await RemindersAsync()).ShouldBe([OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running], ignoreOrder: true);
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(2));
        (await RemindersAsync()).ShouldBe([OrchestrationRuntimeStatus.Running]);
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(3));
        (await RemindersAsync()).ShouldBeEmpty();

        async Task RemindAsync(TimeSpan after) => (await ann.PostAsync(
            "/api/tasks", new { title = "Call", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow() + after })).EnsureSuccessStatusCode();

        Task<List<OrchestrationRuntimeStatus>> RemindersAsync() => app.DurableTaskClient
            .GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "reminder-")).Select(instance => instance.RuntimeStatus).ToListAsync().AsTask();
    }

    [Fact]
    public async Task Any_number_is_purged_in_one_night_step_by_step()
    {
        // A step that has no time takes a page of the local backend, which is 200.
        const int Count = 650;
        await using var app = await FocusflowTestApp.StartAsync(options => options with
        {
            Customize = builder => builder.Services.AddSingleton(new OrchestrationOptions { PurgeStep = TimeSpan.Zero }),
        });
        for (var i = 0; i < Count; i++)
            await app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync("TaskReminder", new ReminderTimer("nobody", $"{Guid.NewGuid()}", app.Clock.GetUtcNow()), new StartOrchestrationOptions($"old-{i}"));
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await OldAsync()).ShouldBe(Count);

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(7));
        (await OldAsync()).ShouldBe(Count);
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        (await OldAsync()).ShouldBe(0);
        var purge = await app.DurableTaskClient.GetInstanceAsync("purge-ended", getInputsAndOutputs: true);
        purge!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        purge.ReadInputAs<int>().ShouldBeGreaterThanOrEqualTo(Count / 200);

        async Task<int> OldAsync() => await app.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "old-")).CountAsync();
    }

    [Fact]
    public async Task How_long_is_a_setting()
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Orchestrations:KeepEndedDays", "2"));
        var ann = await app.RegisterAsync();
        (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })).EnsureSuccessStatusCode();

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(3));

        (await app.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "focus-")).ToListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4000")]
    public async Task A_wrong_setting_is_told_at_the_start(string days)
    {
        var refused = await Should.ThrowAsync<Exception>(() => FocusflowTestApp.StartAsync(("Focusflow:Orchestrations:KeepEndedDays", days)));

        refused.Message.ShouldContain("Focusflow:Orchestrations:KeepEndedDays");
    }
}
