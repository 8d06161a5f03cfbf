using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>The use cases over a store; the clock starts on Sunday, 2026-11-22, 10:00Z, and the users are as new ones are.</summary>
public sealed class WorkdayReminderTests : IAsyncLifetime
{
    private AccountDesk desk = null!;
    private string userId = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await AccountDesk.OpenAsync();
        userId = (await desk.RegisterAsync()).Value.Account.UserId;
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Of_deliveries_at_the_same_time_one_reminds_and_the_next_is_planned()
    {
        var timer = desk.Timers.Shutdowns.ShouldHaveSingleItem();
        timer.Due.ShouldBe(new DateTimeOffset(2026, 11, 23, 17, 0, 0, TimeSpan.Zero));
        timer.InstanceId().ShouldBe("shutdown-20261123T170000000Z");
        (await DeliverAsync(timer)).ShouldBe(ReminderResult.TooEarly);
        desk.Clock.Pass(timer.Due - desk.Clock.Now());

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DeliverAsync(timer))));
        results.Count(result => result == ReminderResult.Made).ShouldBe(1);
        (await ToldAsync()).ShouldHaveSingleItem().CreatedAt.ShouldBe(timer.Due);
        (await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId))!.DueAt.ShouldBe(timer.Due.AddDays(1));
    }

    [Fact]
    public async Task The_timer_is_set_before_the_plan_is_stored()
    {
        var timer = desk.Timers.Shutdowns[0];
        desk.Clock.Pass(timer.Due - desk.Clock.Now());
        desk.Store.BeforeCommit = _ =>
        {
            desk.Timers.Shutdowns[^1].Due.ShouldBe(timer.Due.AddDays(1));
            return Task.CompletedTask;
        };
        (await DeliverAsync(timer)).ShouldBe(ReminderResult.Made);

        desk.Store.BeforeCommit = _ =>
        {
            desk.Timers.Breaks.Count.ShouldBe(1);
            return Task.CompletedTask;
        };
        await RunAsync(WorkCommand.StartWork);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_reminds_once()
    {
        var timer = desk.Timers.Shutdowns[0];
        desk.Clock.Pass(timer.Due - desk.Clock.Now());
        (desk.Store.FailingCommit, desk.Store.TakesEffect) = (1, true);
        await Should.ThrowAsync<StoreUnavailableException>(() => DeliverAsync(timer));
        (await DeliverAsync(timer)).ShouldBe(ReminderResult.NotWanted);
        (await ToldAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Settings_changed_while_a_reminder_is_made_are_not_lost()
    {
        var timer = desk.Timers.Shutdowns[0];
        desk.Clock.Pass(timer.Due - desk.Clock.Now());
        await Task.WhenAll(
            Task.Run(() => DeliverAsync(timer)),
            Task.Run(() => desk.SetAsync(userId, new { shutdown_reminders_enabled = false })));
        await DeliverAsync(timer); // whoever came first: nothing is planned any more, or it finds out at its next wake-up
        (await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId)).ShouldBeNull();
        (await ToldAsync()).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task The_next_reminder_is_planned_by_settings_that_came_while_this_one_was_made()
    {
        var timer = desk.Timers.Shutdowns[0];
        desk.Clock.Pass(timer.Due - desk.Clock.Now());
        OnceBeforeCommit(() => desk.SetAsync(userId, new { timezone = "Asia/Tokyo" }));
        (await DeliverAsync(timer)).ShouldBe(ReminderResult.Made);
        var plan = await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId);
        plan!.DueAt.ShouldBe(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)); // 17:00 in Tokyo
    }

    [Fact]
    public async Task Break_reminders_switched_on_while_clocking_in_are_planned()
    {
        await desk.SetAsync(userId, new { break_reminders_enabled = false });
        desk.Clock.Pass(TimeSpan.FromDays(1));
        await RunAsync(WorkCommand.StartWork);
        await RunAsync(WorkCommand.EndWork);
        OnceBeforeCommit(() => desk.SetAsync(userId, new { break_reminders_enabled = true }));
        await RunAsync(WorkCommand.StartWork);
        var work = await desk.Store.ReadAsync<OpenWork>(userId, OpenWork.FixedId);
        work!.BreakDue.ShouldBe(desk.Clock.Now().AddHours(1));
    }

    [Fact]
    public async Task What_each_use_case_asks_of_the_store()
    {
        var first = desk.Timers.Shutdowns[0];
        desk.Clock.Pass(first.Due - desk.Clock.Now());
        (await TripsAsync(() => DeliverAsync(first))).ShouldBe("0 reads, 1 queries, 1 commits of 2 writes");
        (await TripsAsync(() => DeliverAsync(first))).ShouldBe("0 reads, 1 queries, 0 commits of 0 writes");
        (await TripsAsync(() => RunAsync(WorkCommand.StartWork))).ShouldBe("0 reads, 1 queries, 1 commits of 2 writes");
        var pause = desk.Timers.Breaks[0];
        pause.InstanceId().ShouldBe($"break-{Guid.Parse(userId):N}-20261123T180000000Z");
        desk.Clock.Pass(TimeSpan.FromHours(1));
        (await TripsAsync(() => DeliverAsync(pause))).ShouldBe("0 reads, 2 queries, 1 commits of 2 writes");
        (await TripsAsync(() => DeliverAsync(pause))).ShouldBe("0 reads, 1 queries, 0 commits of 0 writes");
        (await TripsAsync(SweepAsync)).ShouldBe("0 reads, 3 queries, 0 commits of 0 writes");
        (await TripsAsync(() => desk.RegisterAsync("ben@example.com"))).ShouldBe("3 reads, 0 queries, 3 commits of 5 writes");
    }

    [Fact]
    public async Task The_sweep_makes_up_for_whatever_is_over_a_minute_late_and_one_failure_keeps_nobody_waiting()
    {
        for (var i = 0; i < 6; i++)
            await desk.RegisterAsync($"user{i}@example.com");
        var due = desk.Timers.Shutdowns[0].Due;
        desk.Clock.Pass(due - desk.Clock.Now() + TimeSpan.FromSeconds(30));
        (await SweepAsync()).Settled.ShouldBe(0);

        desk.Clock.Pass(TimeSpan.FromMinutes(1));
        desk.Store.FailingCommit = 3;
        var sweep = await SweepAsync();
        (sweep.Settled, sweep.SetAside.Count).ShouldBe((6, 1));
        (await SweepAsync()).Settled.ShouldBe(1);
        desk.Timers.Shutdowns.Count(timer => timer.Due == due.AddDays(1)).ShouldBeGreaterThanOrEqualTo(7);
        (await ToldAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_process_knows_a_new_zone_within_the_life_of_its_cache()
    {
        await using var other = desk.Open();
        var directory = (AccountDirectory)other.GetService(typeof(AccountDirectory))!;
        var subject = new TokenSubject(userId, "", DateTimeOffset.MaxValue);
        (await directory.FindAsync(subject))!.Calendar.Zone.Id.ShouldBe("UTC");
        await desk.UpdateAsync(userId, new { timezone = "Asia/Tokyo" });
        (await desk.Get<AccountDirectory>().FindAsync(subject))!.Calendar.Zone.Id.ShouldBe("Asia/Tokyo");
        desk.Clock.Pass(TimeSpan.FromSeconds(5));
        (await directory.FindAsync(subject))!.Calendar.Zone.Id.ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public void Timers_survive_the_round_trip_through_JSON()
    {
        var due = new DateTimeOffset(2026, 11, 23, 17, 0, 0, 123, TimeSpan.Zero);
        JsonSerializer.Deserialize<ShutdownTimer>(JsonSerializer.Serialize(new ShutdownTimer(due))).ShouldBe(new ShutdownTimer(due));
        JsonSerializer.Deserialize<ShutdownTimer>($$"""{"UserId": "{{userId}}", "Due": "2026-11-23T17:00:00.123Z"}""").ShouldBe(new ShutdownTimer(due), "one of a user alone, as it was planned before");
        JsonSerializer.Deserialize<BreakTimer>(JsonSerializer.Serialize(new BreakTimer(userId, due))).ShouldBe(new BreakTimer(userId, due));
    }

    private async Task<ReminderResult> DeliverAsync(ShutdownTimer timer) => (await desk.Get<ShutdownReminders>().DeliverAsync(userId, timer.Due, desk.Timers)).Value;

    private async Task<ReminderResult> DeliverAsync(BreakTimer timer) => (await desk.Get<BreakReminders>().DeliverAsync(timer, desk.Timers)).Value;

    private void OnceBeforeCommit(Func<Task> happens) => desk.Store.BeforeCommit = async _ =>
    {
        desk.Store.BeforeCommit = null;
        await happens();
    };

    private Task<WorkdaySweep> SweepAsync() => desk.Get<WorkdayReminderSweeper>().SweepAsync(desk.Timers);

    private async Task<TimeLog> RunAsync(WorkCommand command) =>
        (await desk.Get<WorkLogCommands>().RunAsync(userId, UserCalendar.Utc, command, desk.Timers)).Value;

    private async Task<IReadOnlyList<NotificationDocument>> ToldAsync() =>
        (await desk.Store.QueryAsync<NotificationDocument>(new DocumentQuery(Containers.UserData, userId, NotificationDocument.KindName))).Documents;

    private static async Task<string> TripsAsync<T>(Func<Task<T>> use)
    {
        var usage = StoreUsage.Begin();
        await use();
        return $"{usage.Reads} reads, {usage.Queries} queries, {usage.Commits} commits of {usage.Writes} writes";
    }
}
