using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Focusflow.Tests.Features.Accounts;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.AzureStorage;

/// <summary>
/// The app's orchestrations on what Durable Functions keeps them in on Azure: queues and tables of Azure Storage, in real time.
/// </summary>
public sealed class AzureStorageTests(AzureApp azure) : IClassFixture<AzureApp>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_session_ends_by_itself_with_its_planned_end()
    {
        var ann = await StartAsync();

        // A session lasts a minute at least. Begun nearly a minute ago, it ends in a moment.
        azure.Clock.Offset = Soon - TimeSpan.FromMinutes(1);
        var session = await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 1, session_type = "focus" })).JsonAsync();
        azure.Clock.Offset = TimeSpan.Zero;

        var ended = await UntilAsync(
            async () => await NotificationAsync(ann, "session_completed"), found => found is not null, "the notification of a completed session");
        ended!.Value.GetProperty("created_at").GetDateTimeOffset().ShouldBe(session.GetProperty("planned_end_time").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_reminder_comes_and_its_message_is_delivered_at_the_second_attempt()
    {
        var ann = await StartAsync();
        (await ann.PostAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "task_reminder" } })).EnsureSuccessStatusCode();
        var due = azure.Clock.GetUtcNow() + Soon;
        (await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = due })).EnsureSuccessStatusCode();

        await UntilAsync(async () => await NotificationAsync(ann, "task_reminder"), found => found is not null, "the reminder");
        using var run = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/DispatchWebhooks?code={azure.App.MasterKey}");
        (await azure.App.Client.SendAsync(run)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await UntilAsync(() => Task.FromResult(azure.Receiver.Answers.ToArray()), answers => answers.Contains(204), "the delivery");
        azure.Receiver.Answers.ShouldBe([503, 204]);
    }

    [Fact]
    public async Task A_deletion_looks_back_until_nothing_is_left()
    {
        var ann = await StartAsync();
        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var ended = await UntilAsync(
            async () => (await AllAsync()).Where(instance => instance.InstanceId.Contains(Guid.Parse(ann.Id).ToString("N"), StringComparison.Ordinal)
                || instance.InstanceId.Contains(ann.Id, StringComparison.Ordinal)).ToList(),
            found => found.Any(instance => instance.Name == "DeleteAccount") && found.TrueForAll(instance => instance.IsCompleted),
            "the end of the deletion");
        ended.ShouldContain(instance => instance.Name == "DeleteAccount" && instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_week_turns_with_a_sub_orchestration_for_each_shard()
    {
        azure.SkipWithoutIt();
        var id = await azure.Client.ScheduleNewOrchestrationInstanceAsync("TurnWeek", "2026-W01", TestContext.Current.CancellationToken);

        (await EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task One_that_continues_as_new_takes_every_event()
    {
        azure.SkipWithoutIt();
        var id = await azure.Client.ScheduleNewOrchestrationInstanceAsync(WithToys.Counts, 0, TestContext.Current.CancellationToken);
        foreach (var soFar in (string[])["0", "1", "2"])
        {
            await UntilAsync(() => azure.Client.GetInstanceAsync(id), found => found?.SerializedCustomStatus == soFar, $"the count of {soFar}");
            await azure.Client.RaiseEventAsync(id, "add", 1, TestContext.Current.CancellationToken);
        }

        var ended = await EndAsync(id);

        ended.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        ended.SerializedOutput.ShouldBe("3");
    }

    /// <summary>The backend puts the start into a queue, and does not take it out again: whoever starts late must look whether it is still wanted.</summary>
    [Fact]
    public async Task One_that_is_to_start_later_does_so_even_when_it_was_terminated_before()
    {
        azure.SkipWithoutIt();
        var soon = TimeProvider.System.GetUtcNow() + Soon;
        var id = await azure.Client.ScheduleNewOrchestrationInstanceAsync(
            WithToys.Waits, new StartOrchestrationOptions(StartAt: soon), TestContext.Current.CancellationToken);
        (await azure.Client.GetInstanceAsync(id)).ShouldNotBeNull().RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Pending);

        await azure.Client.TerminateInstanceAsync(id, TestContext.Current.CancellationToken);
        (await EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);

        await UntilAsync(() => azure.Client.GetInstanceAsync(id), found => found?.RuntimeStatus == OrchestrationRuntimeStatus.Running, "its start");
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThan(soon - TimeSpan.FromSeconds(1));
        await azure.Client.TerminateInstanceAsync(id, TestContext.Current.CancellationToken);
        (await EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }

    [Fact]
    public async Task One_is_terminated_and_purged()
    {
        azure.SkipWithoutIt();
        var id = await azure.Client.ScheduleNewOrchestrationInstanceAsync(WithToys.Waits, TestContext.Current.CancellationToken);
        await UntilAsync(() => azure.Client.GetInstanceAsync(id), found => found?.RuntimeStatus == OrchestrationRuntimeStatus.Running, "its start");

        await azure.Client.TerminateInstanceAsync(id, TestContext.Current.CancellationToken);
        (await EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        (await azure.Client.PurgeInstanceAsync(id, TestContext.Current.CancellationToken)).PurgedInstanceCount.ShouldBe(1);

        (await azure.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_that_is_taken_away_is_replaced_by_another()
    {
        var ann = await StartAsync();
        var due = azure.Clock.GetUtcNow() + Soon;
        (await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = due })).EnsureSuccessStatusCode();

        await azure.EndWorkerAsync();
        await UntilAsync(() => Task.FromResult(azure.Clock.GetUtcNow()), now => now > due, "the time of the reminder");
        (await NotificationAsync(ann, "task_reminder")).ShouldBeNull();
        await azure.StartWorkerAsync();

        await UntilAsync(async () => await NotificationAsync(ann, "task_reminder"), found => found is not null, "the reminder");
    }

    private static async Task<JsonElement?> NotificationAsync(Person person, string kind)
    {
        var list = await (await person.GetAsync("/api/notifications")).JsonAsync();
        return list.EnumerateArray().Where(one => one.Text("kind") == kind).Select(one => (JsonElement?)one).SingleOrDefault();
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isThere, string what)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience.Limit;)
        {
            var found = await look();
            if (isThere(found))
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"{what} did not come within {Patience.Limit}.");
    }

    private async Task<Person> StartAsync()
    {
        azure.SkipWithoutIt();
        return await azure.App.RegisterAsync($"ann-{Guid.NewGuid():N}@example.com");
    }

    private async Task<OrchestrationMetadata> EndAsync(string id) =>
        (await UntilAsync(() => azure.Client.GetInstanceAsync(id), found => found is { IsCompleted: true }, $"the end of {id}"))!;

    private async Task<List<OrchestrationMetadata>> AllAsync()
    {
        var all = new List<OrchestrationMetadata>();
        await foreach (var instance in azure.Client.GetAllInstancesAsync())
            all.Add(instance);
        return all;
    }
}
