using System.Text.Json;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Tasks;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

public sealed class ReminderDeliveryTests
{
    private const string Reminded = """{"title": "Call Ann", "reminder_enabled": true, "reminder_time": "2026-11-22T11:00:00Z", "due_date": "2026-11-23"}""";

    [Fact]
    public async Task A_reminder_is_made_once_with_the_planned_time_however_often_it_is_delivered()
    {
        using var bench = await TaskBench.OpenAsync();
        var task = await bench.CreateAsync(Reminded);
        var timer = bench.Timers.ShouldHaveSingleItem();
        timer.InstanceId().ShouldBe($"reminder-{task.GetProperty("id").GetGuid():N}-20261122T110000000Z");

        bench.Clock.Pass(TimeSpan.FromMinutes(61));
        var deliveries = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => bench.Reminders.DeliverAsync(timer))));
        deliveries.Count(delivery => delivery.Value == ReminderResult.Made).ShouldBe(1);
        (await bench.Reminders.SweepAsync()).Made.ShouldBe(0);

        var told = (await InboxAsync(bench)).ShouldHaveSingleItem();
        told.NotificationKind.ShouldBe("task_reminder");
        told.Message.ShouldContain("Call Ann");
        told.CreatedAt.ShouldBe(TaskSamples.At("2026-11-22T11:00:00Z"));
        told.Read.ShouldBeFalse();
        told.Data.ToJsonString().ShouldBe(
            $$"""{"task_id":"{{task.GetProperty("id").GetString()}}","reminder_time":"2026-11-22T11:00:00Z","due_date":"2026-11-23"}""");
    }

    [Fact]
    public async Task A_delivery_before_the_time_does_nothing()
    {
        using var bench = await TaskBench.OpenAsync();
        await bench.CreateAsync(Reminded);
        bench.Clock.Pass(TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1));
        (await bench.Reminders.DeliverAsync(bench.Timers[0])).Value.ShouldBe(ReminderResult.TooEarly);
        bench.Clock.Pass(TimeSpan.FromMilliseconds(1));
        (await bench.Reminders.DeliverAsync(bench.Timers[0])).Value.ShouldBe(ReminderResult.Made);
    }

    [Theory]
    [InlineData("""{"reminder_time": "2026-11-22T12:00:00Z"}""")]
    [InlineData("""{"reminder_enabled": false}""")]
    [InlineData("""{"completed": true}""")]
    [InlineData(null)]
    public async Task A_reminder_that_is_no_longer_wanted_is_not_made(string? change)
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        if (change is null)
            await bench.Tasks.DeleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        else
            await bench.UpdateAsync(id, change);

        bench.Clock.Pass(TimeSpan.FromMinutes(62));
        (await bench.Reminders.DeliverAsync(bench.Timers[0])).Value.ShouldBe(ReminderResult.NotWanted);
        (await bench.Reminders.SweepAsync()).Made.ShouldBe(0);
        (await InboxAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rescheduled_reminder_comes_at_its_new_time_only()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        await bench.UpdateAsync(id, """{"reminder_time": "2026-11-22T10:30:00Z"}""");
        bench.Timers.Count.ShouldBe(2);

        bench.Clock.Pass(TimeSpan.FromMinutes(90));
        foreach (var timer in bench.Timers)
            await bench.Reminders.DeliverAsync(timer);
        (await InboxAsync(bench)).ShouldHaveSingleItem().CreatedAt.ShouldBe(TaskSamples.At("2026-11-22T10:30:00Z"));
    }

    [Fact]
    public async Task Going_back_to_the_old_time_before_it_comes_sets_its_timer_again()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        await bench.UpdateAsync(id, """{"reminder_time": "2026-11-22T10:30:00Z"}""");
        await bench.UpdateAsync(id, """{"reminder_time": "2026-11-22T11:00:00Z"}""");
        bench.Timers.Select(timer => timer.InstanceId()).Distinct().Count().ShouldBe(2);
        bench.Timers[2].ShouldBe(bench.Timers[0]);

        bench.Clock.Pass(TimeSpan.FromMinutes(60));
        (await bench.Reminders.DeliverAsync(bench.Timers[2])).Value.ShouldBe(ReminderResult.Made);
    }

    [Fact]
    public async Task Opening_a_task_again_before_the_time_brings_the_reminder_back()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        await bench.Tasks.UncompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        bench.Timers.Count.ShouldBe(2);
        bench.Clock.Pass(TimeSpan.FromMinutes(60));
        (await bench.Reminders.DeliverAsync(bench.Timers[1])).Value.ShouldBe(ReminderResult.Made);
    }

    [Fact]
    public async Task Other_changes_set_no_timer()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        await bench.UpdateAsync(id, """{"title": "Call Bob", "reminder_time": "2026-11-22T12:00:00+01:00"}""");
        await bench.UpdateAsync(id, """{"completed": true}""");
        bench.Timers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_timer_is_set_before_the_task_is_stored()
    {
        using var bench = await TaskBench.OpenAsync();
        bench.WhenScheduled = async timer => (await bench.FindAsync(Guid.Parse(timer.TaskId))).ShouldBeNull();
        await bench.CreateAsync(Reminded);
        bench.WhenScheduled = _ => throw new IOException("The queue is away.");
        await Should.ThrowAsync<IOException>(() => bench.CreateAsync(Reminded));
        (await bench.ListAsync(new Dictionary<string, string[]>())).Value.Tasks.Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_sweep_makes_up_for_timers_that_never_came_page_by_page()
    {
        using var bench = await TaskBench.OpenAsync();
        var writes = Enumerable.Range(0, 230).Select(i => Overdue(i % 7, TaskSamples.At("2026-11-22T09:00:00Z").AddSeconds(i))).ToList();
        foreach (var task in writes)
            (await WriteSet.ForUser(task.UserId).Create(task).CommitAsync(bench.Store)).Succeeded.ShouldBeTrue();
        var recent = Overdue(1, TaskSamples.At("2026-11-22T09:59:30Z"));
        await WriteSet.ForUser(recent.UserId).Create(recent).CommitAsync(bench.Store);

        (await bench.Reminders.SweepAsync()).Made.ShouldBe(230);
        var usage = StoreUsage.Begin();
        (await bench.Reminders.SweepAsync()).Made.ShouldBe(0);
        usage.ToString().ShouldStartWith("0 reads, 1 queries, 0 commits");
    }

    [Fact]
    public async Task A_change_made_while_the_reminder_is_being_made_is_not_lost()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync(Reminded)).GetProperty("id").GetGuid();
        bench.Clock.Pass(TimeSpan.FromMinutes(60));
        await Task.WhenAll(
            Task.Run(() => bench.Reminders.DeliverAsync(bench.Timers[0])),
            Task.Run(() => bench.UpdateAsync(id, """{"title": "b"}""")),
            Task.Run(() => bench.UpdateAsync(id, """{"description": "c"}""")));
        var task = (await bench.FindAsync(id))!;
        (task.Title, task.Description, task.PendingReminder).ShouldBe(("b", "c", null));
        (await InboxAsync(bench)).Count.ShouldBe(1);
    }

    [Fact]
    public void A_timer_survives_the_round_trip_through_JSON()
    {
        var timer = new ReminderTimer("u", "0199a000-0000-7000-8000-000000000001", TaskSamples.At("2099-01-01T00:00:00.123Z"));
        JsonSerializer.Deserialize<ReminderTimer>(JsonSerializer.Serialize(timer)).ShouldBe(timer);
    }

    private static TaskDocument Overdue(int user, DateTimeOffset due) => TaskSamples.Task() with
    {
        Id = Guid.NewGuid().ToString("D"),
        UserId = $"0199a000-0000-7000-8000-00000000000{user}",
        ReminderEnabled = true,
        ReminderTime = due,
    };

    private static async Task<IReadOnlyList<NotificationDocument>> InboxAsync(TaskBench bench) =>
        (await bench.Store.QueryAsync<NotificationDocument>(
            new DocumentQuery(Containers.UserData, bench.Caller.UserId, NotificationDocument.KindName))).Documents;
}
