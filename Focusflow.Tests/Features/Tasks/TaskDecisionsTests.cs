using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskDecisionsTests
{
    private static readonly DateTimeOffset Later = TaskSamples.Now.AddHours(1);

    [Fact]
    public void An_absent_field_stays_and_null_clears_it()
    {
        var task = TaskSamples.Task("""{"title": "a", "description": "b", "due_date": "2025-09-29", "tags": ["x"]}""");
        var next = task.Update("""{"description": null, "tags": null}""", Later).Value;
        next.Description.ShouldBeNull();
        next.Tags.ShouldBeEmpty();
        next.DueDate.ShouldBe(task.DueDate);
        next.Title.ShouldBe("a");
        next.UpdatedAt.ShouldBe(Later);
        next.CreatedAt.ShouldBe(task.CreatedAt);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"title": " a ", "tags": ["x", "Y"], "priority": "high", "completed": false}""")]
    [InlineData("""{"due_date": "2025-09-29"}""")]
    [InlineData("""{"start_date": "2025-09-28T02:00:00+02:00"}""")]
    public void A_change_that_changes_nothing_gives_the_same_task(string json)
    {
        var task = TaskSamples.Task("""{"title": "a", "tags": ["x", "Y"], "priority": "high", "start_date": "2025-09-28T00:00:00Z", "due_date": "2025-09-29"}""");
        task.Update(json, Later).Value.ShouldBeSameAs(task);
    }

    [Fact]
    public void Other_spelling_of_a_tag_is_a_change() =>
        TaskSamples.Task("""{"title": "a", "tags": ["x"]}""").Update("""{"tags": ["X"]}""", Later).Value.Tags.ShouldBe(["X"]);

    [Theory]
    [InlineData("""{"due_date": "2025-09-28T08:59:59Z"}""")]
    [InlineData("""{"start_date": "2025-09-30"}""")]
    public void A_due_date_before_the_start_is_refused_whichever_was_changed(string json) =>
        TaskSamples.Task("""{"title": "a", "start_date": "2025-09-28T09:00:00Z", "due_date": "2025-09-29T17:00:00Z"}""")
            .Update(json).Problem!.Errors!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                error => error.Key.ShouldBe("due_date"), error => error.Value.ShouldBe(["due_date must not be before start_date."]));

    [Fact]
    public void Due_at_the_start_is_fine() =>
        TaskSamples.Create("""{"title": "a", "start_date": "2025-09-28T09:00:00Z", "due_date": "2025-09-28T11:00:00+02:00"}""")
            .Problem.ShouldBeNull();

    [Fact]
    public void Completing_sets_the_time_once_and_opening_clears_it()
    {
        var done = TaskDecisions.Complete(TaskSamples.Task(), Later);
        done.CompletedAt.ShouldBe(Later);
        TaskDecisions.Complete(done, Later.AddHours(1)).ShouldBeSameAs(done);
        done.Update("""{"completed": true, "title": "b"}""", Later.AddHours(1)).Value.CompletedAt.ShouldBe(Later);

        var open = TaskDecisions.Uncomplete(done, Later.AddHours(2));
        open.CompletedAt.ShouldBeNull();
        open.UpdatedAt.ShouldBe(Later.AddHours(2));
        TaskDecisions.Uncomplete(open, Later.AddHours(3)).ShouldBeSameAs(open);
        done.Update("""{"completed": false}""").Value.Completed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"title": "a", "reminder_enabled": true}""", "reminder_time is required when reminder_enabled is true.")]
    [InlineData("""{"title": "a", "reminder_enabled": true, "reminder_time": null}""", "reminder_time is required when reminder_enabled is true.")]
    [InlineData("""{"title": "a", "reminder_enabled": true, "reminder_time": "2025-09-26T21:59:59Z"}""", "reminder_time must be in the future.")]
    [InlineData("""{"title": "a", "reminder_enabled": true, "reminder_time": "2025-09-26T22:00:00Z"}""", "reminder_time must be in the future.")]
    [InlineData("""{"title": "a", "reminder_time": "2020-01-01"}""", "reminder_time must be in the future.")]
    public void A_reminder_needs_a_time_to_come(string json, string sentence)
    {
        var (field, said) = TaskSamples.Create(json).Problem!.Errors!.ShouldHaveSingleItem();
        field.ShouldBe("reminder_time");
        said.ShouldBe([sentence]);
    }

    [Fact]
    public void What_comes_again_needs_a_day_to_begin_with() =>
        TaskSamples.Create("""{"title": "a", "recurrence": "FREQ=DAILY"}""").Problem!.Errors!["recurrence"].ShouldBe(["recurrence needs a due_date to begin with."]);

    [Fact]
    public void It_comes_again_from_its_completion_only_when_that_was_said()
    {
        var task = TaskSamples.Task("""{"title": "a", "due_date": "2025-09-29", "recurrence": "FREQ=DAILY", "recurrence_from": "completion"}""");
        task.RecurrenceFrom.ShouldBe(Repetition.FromCompletion);
        task.Update("""{"title": "b"}""").Value.RecurrenceFrom.ShouldBe(Repetition.FromCompletion);
        task.Update("""{"recurrence_from": "due"}""").Value.RecurrenceFrom.ShouldBeNull();
    }

    [Fact]
    public void A_step_is_ticked_once_and_one_that_is_not_there_is_not_found()
    {
        var task = TaskSamples.Task("""{"title": "a", "steps": [{"title": "one", "completed": false}, {"title": "two", "completed": true}]}""");
        var (first, second) = (task.Steps[0].Id, task.Steps[1].Id);

        var ticked = TaskDecisions.Tick(task, first, completed: true, Later).Value;
        ticked.Steps.Select(step => step.Completed).ShouldBe([true, true]);
        (ticked.UpdatedAt, ticked.Changes).ShouldBe((Later, task.Changes + 1));
        TaskDecisions.Tick(task, second, completed: true, Later).Value.ShouldBeSameAs(task);
        TaskDecisions.Tick(task, Guid.NewGuid(), completed: true, Later).Problem!.Detail.ShouldStartWith("Step ");
    }

    [Fact]
    public void A_priority_stays_until_another_is_sent()
    {
        var task = TaskSamples.Task("""{"title": "a", "priority": "high"}""");
        task.Update("""{"title": "b"}""").Value.Priority.ShouldBe(task.Priority);
        task.Update("""{"priority": "low"}""").Value.Priority.ShouldNotBe(task.Priority);
    }

    [Fact]
    public void A_reminder_cannot_lose_its_time_but_both_can_go()
    {
        var task = WithReminder();
        task.Update("""{"reminder_time": null}""").Problem!.Errors!.Keys.ShouldBe(["reminder_time"]);
        var without = task.Update("""{"reminder_time": null, "reminder_enabled": false}""").Value;
        without.PendingReminder.ShouldBeNull();
        without.ReminderTime.ShouldBeNull();
    }

    [Fact]
    public void An_old_reminder_does_not_stand_in_the_way()
    {
        var task = WithReminder();
        var later = task.ReminderTime!.Value.AddDays(1);
        task.Update("""{"title": "b"}""", later).Value.Title.ShouldBe("b");
        task.Update("""{"title": "b", "reminder_enabled": true, "reminder_time": "2025-09-27T11:00:00+02:00"}""", later)
            .Value.Title.ShouldBe("b");
        task.Update("""{"reminder_time": "2025-09-27T09:00:01Z"}""", later).Problem!.Errors!.Keys.ShouldBe(["reminder_time"]);
    }

    [Fact]
    public void Switching_on_a_reminder_whose_time_has_passed_is_refused()
    {
        var task = WithReminder().Update("""{"reminder_enabled": false}""").Value;
        task.Update("""{"reminder_enabled": true}""").Value.PendingReminder.ShouldBe(task.ReminderTime);
        task.Update("""{"reminder_enabled": true}""", task.ReminderTime!.Value).Problem!.Errors!.Keys.ShouldBe(["reminder_time"]);
    }

    [Fact]
    public void Only_a_task_with_a_pending_reminder_is_found_by_who_looks_for_forgotten_ones()
    {
        var task = WithReminder();
        JsonSerializer.Serialize(task, TaskDocument.JsonType).ShouldContain($"\"reminderDue\":\"{InstantText.ToSortable(task.ReminderTime!.Value)}\"");
        JsonSerializer.Serialize(TaskDecisions.Remind(task), TaskDocument.JsonType).ShouldNotContain("reminderDue");
    }

    [Fact]
    public void A_reminder_is_pending_until_done_switched_off_or_told()
    {
        var task = WithReminder();
        task.PendingReminder.ShouldBe(task.ReminderTime);
        task.Update("""{"reminder_enabled": false}""").Value.PendingReminder.ShouldBeNull();
        TaskDecisions.Remind(task).PendingReminder.ShouldBeNull();
        TaskDecisions.Remind(task).UpdatedAt.ShouldBe(task.UpdatedAt);

        var done = TaskDecisions.Complete(task, Later);
        done.PendingReminder.ShouldBeNull();
        TaskDecisions.Uncomplete(done, Later).PendingReminder.ShouldBe(task.ReminderTime);
    }

    [Fact]
    public void A_reminder_that_passed_while_the_task_was_done_is_not_told_when_it_is_opened_again()
    {
        var done = TaskDecisions.Complete(WithReminder(), Later);
        var open = TaskDecisions.Uncomplete(done, done.ReminderTime!.Value);
        open.PendingReminder.ShouldBeNull();
        open.Update("""{"reminder_time": "2025-12-01T09:00:00Z"}""", Later).Value.PendingReminder.ShouldBe(TaskSamples.At("2025-12-01T09:00:00Z"));
    }

    [Fact]
    public void An_overdue_reminder_stays_pending_through_other_changes()
    {
        var task = WithReminder();
        task.Update("""{"title": "b"}""", task.ReminderTime!.Value.AddSeconds(2)).Value.PendingReminder.ShouldBe(task.ReminderTime);
    }

    [Fact]
    public void A_reminder_time_is_kept_in_whole_milliseconds() =>
        TaskSamples.Task("""{"title": "a", "reminder_enabled": true, "reminder_time": "2025-09-27T09:00:00.1239999Z"}""")
            .ReminderTime.ShouldBe(TaskSamples.At("2025-09-27T09:00:00.123Z"));

    private static TaskDocument WithReminder() =>
        TaskSamples.Task("""{"title": "a", "reminder_enabled": true, "reminder_time": "2025-09-27T09:00:00Z"}""");
}
