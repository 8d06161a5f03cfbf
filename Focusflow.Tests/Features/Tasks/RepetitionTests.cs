using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>Tasks that come again. The clock of the bench stands at 2026-11-22T10:00Z, a Sunday.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public async Task Completing_makes_the_next_one_once_however_often_and_by_however_many()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "Water", "tags": ["home"], "steps": [{"title": "can"}], "estimate_minutes": 5, "due_date": "2026-11-22", "recurrence": "freq=daily"}""");
        await bench.Tasks.TickAsync(bench.Caller, id, (await bench.FindAsync(id))!.Steps[0].Id, true, ExpectedVersion.Any, bench);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench))));
        await bench.Tasks.UncompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        await bench.UpdateAsync(id, """{"completed": true}""");

        var series = await SeriesAsync(bench, id);
        series.Count.ShouldBe(2);
        var next = series[1];
        (next.Title, next.Completed, next.EstimateMinutes, next.Recurrence, next.SeriesId).ShouldBe(("Water", false, 5, "FREQ=DAILY", id.ToString()));
        next.Steps.ShouldHaveSingleItem().Completed.ShouldBeFalse();
        next.DueDate.ShouldBe((DayOrInstant)new LocalDate(2026, 11, 23));
        series[0].Steps[0].Completed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_task_that_repeats_costs_two_writes_to_complete()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-22", "recurrence": "FREQ=DAILY"}""");
        var usage = StoreUsage.Begin();
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        usage.ToString().ShouldStartWith("1 reads, 0 queries, 1 commits of 2 writes");
    }

    [Fact]
    public async Task Counted_from_its_completion_the_next_one_comes_later()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "Hair", "due_date": "2026-11-10", "recurrence": "FREQ=WEEKLY;INTERVAL=2", "recurrence_from": "completion"}""");
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id))[1].DueDate.ShouldBe((DayOrInstant)new LocalDate(2026, 12, 6));
    }

    [Theory]
    [InlineData("2027-03-27T09:00:00", "2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z")]
    [InlineData("2027-10-30T09:00:00", "2027-10-30T07:00:00Z", "2027-10-31T08:00:00Z")]
    [InlineData("2027-03-27T02:30:00", "2027-03-27T01:30:00Z", "2027-03-28T01:00:00Z")]
    public async Task A_time_of_day_stays_that_time_when_clocks_are_turned(string due, string first, string second)
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find("Europe/Berlin", LocalTime.Midnight));
        var id = await CreateAsync(bench, $$"""{"title": "a", "due_date": "{{due}}", "recurrence": "FREQ=DAILY"}""");
        (await bench.FindAsync(id))!.DueDate.ShouldBe((DayOrInstant)TaskSamples.At(first));
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id))[1].DueDate.ShouldBe((DayOrInstant)TaskSamples.At(second));
    }

    [Fact]
    public async Task After_a_move_to_another_zone_the_next_one_is_at_that_time_there()
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find("Europe/Berlin", LocalTime.Midnight));
        var id = await CreateAsync(bench, """{"title": "a", "start_date": "2026-11-22", "due_date": "2026-11-23T09:00:00", "recurrence": "FREQ=DAILY"}""");
        var there = bench.Caller with { Calendar = UserCalendar.Find("America/New_York", LocalTime.Midnight)! };
        await bench.Tasks.CompleteAsync(there, id, ExpectedVersion.Any, bench);
        var next = (await SeriesAsync(bench, id))[1];
        next.StartDate.ShouldBe((DayOrInstant)new LocalDate(2026, 11, 23));
        next.DueDate.ShouldBe((DayOrInstant)TaskSamples.At("2026-11-24T14:00:00Z"));
    }

    [Fact]
    public async Task A_reminder_moves_along_and_has_a_timer()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "reminder_enabled": true, "reminder_time": "2026-11-22T18:00:00Z", "recurrence": "FREQ=WEEKLY"}""");
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        var next = (await SeriesAsync(bench, id))[1];
        next.PendingReminder.ShouldBe(TaskSamples.At("2026-11-29T18:00:00Z"));
        bench.Timers[^1].ShouldBe(new ReminderTimer(bench.Caller.UserId, next.Id, TaskSamples.At("2026-11-29T18:00:00Z")));
    }

    [Fact]
    public async Task A_reminder_of_a_next_one_that_is_late_itself_is_over()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "reminder_enabled": true, "reminder_time": "2026-11-23T08:00:00Z", "recurrence": "FREQ=DAILY"}""");
        bench.Clock.Pass(TimeSpan.FromDays(10));
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        var next = (await SeriesAsync(bench, id))[1];
        next.ReminderTime.ShouldBe(TaskSamples.At("2026-11-24T08:00:00Z"));
        next.PendingReminder.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_changed_for_one_alone_is_not_there_in_the_next()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=WEEKLY"}""");
        await bench.UpdateAsync(id, """{"title": "just now", "due_date": "2026-11-24T15:00:00Z", "tags": ["once"]}""");
        await bench.UpdateAsync(id, """{"priority": "high"}""");
        await bench.UpdateAsync(id, """{"completed": true, "description": "done"}""");
        var next = (await SeriesAsync(bench, id))[1];
        (next.Title, next.DueDate, next.Priority, next.Description, next.Tags.Count).ShouldBe(("a", (DayOrInstant?)new LocalDate(2026, 11, 30), "medium", null, 0));
    }

    [Fact]
    public async Task What_was_changed_for_the_rest_is_there_in_the_next_and_what_was_for_one_alone_is_not()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=WEEKLY;COUNT=3"}""");
        await bench.UpdateAsync(id, """{"title": "just now"}""");
        await FollowingAsync(bench, id, """{"priority": "high", "due_date": "2026-11-24T15:00:00Z"}""");
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        var next = (await SeriesAsync(bench, id))[1];
        (next.Title, next.Priority, next.DueDate).ShouldBe(("a", "high", (DayOrInstant?)TaskSamples.At("2026-12-01T15:00:00Z")));
        await bench.Tasks.CompleteAsync(bench.Caller, Guid.Parse(next.Id), ExpectedVersion.Any, bench);
        var last = (await SeriesAsync(bench, id))[2];
        await bench.Tasks.CompleteAsync(bench.Caller, Guid.Parse(last.Id), ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Skipping_moves_the_same_task_on_and_counts_as_one()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY;COUNT=3"}""");
        await bench.UpdateAsync(id, """{"title": "just now"}""");
        var skipped = TaskBench.Shown((await bench.Tasks.SkipAsync(bench.Caller, id, ExpectedVersion.Any, bench)).Value);
        (skipped.GetProperty("id").GetGuid(), skipped.GetProperty("due_date").GetString(), skipped.GetProperty("title").GetString()).ShouldBe((id, "2026-11-24", "a"));
        (await bench.Tasks.SkipAsync(bench.Caller, id, ExpectedVersion.Any, bench)).Problem.ShouldBeNull();
        (await bench.Tasks.SkipAsync(bench.Caller, id, ExpectedVersion.Any, bench)).Problem!.Code.ShouldBe(ProblemCodes.SeriesEnded);
        (await SeriesAsync(bench, id)).Count.ShouldBe(1);
        var plain = await CreateAsync(bench, """{"title": "b"}""");
        (await bench.Tasks.SkipAsync(bench.Caller, plain, ExpectedVersion.Any, bench)).Problem!.Code.ShouldBe(ProblemCodes.TaskNotRecurring);
    }

    [Fact]
    public async Task Deleting_one_lets_the_series_go_on_and_deleting_the_rest_ends_it()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY"}""");
        await bench.Tasks.DeleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        var next = (await SeriesAsync(bench, id)).ShouldHaveSingleItem();
        next.DueDate.ShouldBe((DayOrInstant)new LocalDate(2026, 11, 24));
        await bench.Tasks.CompleteAsync(bench.Caller, Guid.Parse(next.Id), ExpectedVersion.Any, bench);
        (await bench.Tasks.DeleteAsync(bench.Caller, Guid.Parse(next.Id), ExpectedVersion.Any, bench, following: true)).Problem!.Code.ShouldBe(ProblemCodes.SeriesGoneOn);
        var last = (await SeriesAsync(bench, id))[1];
        (await bench.Tasks.DeleteAsync(bench.Caller, Guid.Parse(last.Id), ExpectedVersion.Any, bench, following: true)).Problem.ShouldBeNull();
        (await SeriesAsync(bench, id)).ShouldHaveSingleItem().Id.ShouldBe(next.Id);
        await bench.Tasks.DeleteAsync(bench.Caller, Guid.Parse(next.Id), ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_that_is_taken_away_ends_the_repetition_and_another_one_begins_anew()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY;COUNT=2"}""");
        await bench.UpdateAsync(id, """{"recurrence": null}""");
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id)).Count.ShouldBe(1);
        await bench.UpdateAsync(id, """{"recurrence": "FREQ=WEEKLY", "completed": false}""");
        await bench.Tasks.CompleteAsync(bench.Caller, id, ExpectedVersion.Any, bench);
        (await SeriesAsync(bench, id))[1].DueDate.ShouldBe((DayOrInstant)new LocalDate(2026, 11, 30));
    }

    [Theory]
    [InlineData("""{"title": "a", "recurrence": "FREQ=DAILY"}""", "recurrence")]
    [InlineData("""{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=SECONDLY"}""", "recurrence")]
    [InlineData("""{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY;INTERVAL=7;BYDAY=TU"}""", "recurrence")]
    [InlineData("""{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY", "recurrence_from": "start"}""", "recurrence_from")]
    public void A_wrong_repetition_is_named(string json, string field) =>
        TaskSamples.Create(json).Problem!.Errors!.Keys.ShouldBe([field]);

    [Fact]
    public void A_change_that_changes_nothing_of_a_task_that_repeats_gives_the_same_task()
    {
        var task = TaskSamples.Task("""{"title": "a", "due_date": "2026-11-23", "recurrence": "FREQ=DAILY"}""");
        task.Update("""{"title": "a", "recurrence": "RRULE:FREQ=DAILY", "recurrence_from": "due"}""").Value.ShouldBeSameAs(task);
        task.Update("""{"title": "a"}""", following: true).Value.ShouldBeSameAs(task);
        TaskSamples.Task().Update("""{"title": "b"}""", following: true).Problem!.Code.ShouldBe(ProblemCodes.TaskNotRecurring);
    }

    /// <summary>Whatever happens to the tasks of a series, one of it is open at most, and the days are those of the rule in order.</summary>
    [Fact]
    public async Task A_series_has_one_open_task_at_most_and_each_day_once() => await Seeded.RunsAsync(15, async random =>
    {
        using var bench = await TaskBench.OpenAsync();
        var first = new LocalDate(2026, 11, 22);
        var id = await CreateAsync(bench, """{"title": "a", "due_date": "2026-11-22", "recurrence": "FREQ=DAILY;INTERVAL=2"}""");
        for (var step = 0; step < 25; step++)
        {
            var all = await SeriesAsync(bench, id);
            if (all.Count == 0)
                return;
            var some = Guid.Parse(all[random.Next(all.Count)].Id);
            switch (random.Next(5))
            {
                case 0 or 1:
                    await bench.Tasks.CompleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
                case 2:
                    await bench.Tasks.SkipAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
                case 3:
                    await bench.UpdateAsync(some, $$"""{"title": "t{{step}}"}""");
                    break;
                default:
                    await bench.Tasks.DeleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
            }

            all = await SeriesAsync(bench, id);
            all.Count(task => !task.Completed).ShouldBe(1);
            all.Select(task => task.Series!.Day).ShouldBeUnique();
            all.ShouldAllBe(task => Period.DaysBetween(first, task.DueDate!.Value.Day!.Value) == 2 * (task.Series!.Number - 1));
        }
    });

    private static async Task<Guid> CreateAsync(TaskBench bench, string json) => (await bench.CreateAsync(json)).GetProperty("id").GetGuid();

    private static async Task FollowingAsync(TaskBench bench, Guid id, string json) =>
        (await bench.Tasks.UpdateAsync(bench.Caller, id, JsonElement.Parse(json), ExpectedVersion.Any, bench, following: true)).Problem.ShouldBeNull();

    private static Task<List<TaskDocument>> SeriesAsync(TaskBench bench, Guid id) =>
        bench.ListAllAsync(new Dictionary<string, string[]> { ["series_id"] = [id.ToString()], ["sort"] = ["due_date"] }, 50);
}
