using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskFieldsTests
{
    [Fact]
    public void A_new_task_gets_defaults_for_what_was_not_sent()
    {
        var task = TaskSamples.Task("""{"title": "  Write the report "}""");
        task.Title.ShouldBe("Write the report");
        task.Description.ShouldBeNull();
        task.Priority.ShouldBe("medium");
        task.Tags.ShouldBeEmpty();
        task.Completed.ShouldBeFalse();
        task.ReminderEnabled.ShouldBeFalse();
        task.CreatedAt.ShouldBe(TaskSamples.Now);
        task.UpdatedAt.ShouldBe(TaskSamples.Now);
    }

    [Fact]
    public void Nulls_in_a_new_task_mean_the_defaults()
    {
        var task = TaskSamples.Task(
            """
            {"title": "a", "description": null, "start_date": null, "due_date": null, "priority": null, "tags": null,
             "reminder_enabled": null, "reminder_time": null}
            """);
        task.Priority.ShouldBe("medium");
        task.Tags.ShouldBeEmpty();
        task.ReminderEnabled.ShouldBeFalse();
    }

    [Fact]
    public void Fields_that_the_server_decides_are_ignored()
    {
        var task = TaskSamples.Task(
            """
            {"title": "a", "id": "mine", "user_id": 7, "created_at": "1999-01-01T00:00:00Z", "updated_at": false,
             "completed": true, "completed_at": "1999-01-01T00:00:00Z"}
            """);
        task.UserId.ShouldBe(TaskSamples.UserId);
        task.CreatedAt.ShouldBe(TaskSamples.Now);
        task.Completed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{}""", "title")]
    [InlineData("""{"title": null}""", "title")]
    [InlineData("""{"title": ""}""", "title")]
    [InlineData("""{"title": "   "}""", "title")]
    [InlineData("""{"title": 5}""", "title")]
    [InlineData("""{"title": "a", "description": ["x"]}""", "description")]
    [InlineData("""{"title": "a", "priority": "urgent"}""", "priority")]
    [InlineData("""{"title": "a", "priority": "High"}""", "priority")]
    [InlineData("""{"title": "a", "start_date": "soon"}""", "start_date")]
    [InlineData("""{"title": "a", "due_date": 1758844800}""", "due_date")]
    [InlineData("""{"title": "a", "tags": "urgent"}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["ok", 3]}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["ok", " "]}""", "tags")]
    [InlineData("""{"title": "a", "tags": [{"color": "red"}]}""", "tags")]
    [InlineData("""{"title": "a", "reminder_enabled": "yes"}""", "reminder_enabled")]
    [InlineData("""{"title": "a", "estimate_minutes": 0}""", "estimate_minutes")]
    [InlineData("""{"title": "a", "estimate_minutes": 6001}""", "estimate_minutes")]
    [InlineData("""{"title": "a", "estimate_minutes": "90"}""", "estimate_minutes")]
    public void A_wrong_field_of_a_new_task_is_named(string json, string field)
    {
        var problem = TaskSamples.Create(json).Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(ProblemKind.Invalid);
        problem.Errors!.Keys.ShouldBe([field]);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("completed")]
    [InlineData("priority")]
    [InlineData("reminder_enabled")]
    public void What_cannot_be_null_cannot_be_cleared(string field) =>
        TaskSamples.Task().Update($$"""{"{{field}}": null}""").Problem!.Errors!.Keys.ShouldBe([field]);

    [Fact]
    public void All_wrong_fields_are_told_at_once() =>
        TaskSamples.Create("""{"priority": "x", "tags": 1, "due_date": "x"}""").Problem!.Errors!.Keys
            .ShouldBe(["title", "priority", "tags", "due_date"], ignoreOrder: true);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_title_has_at_most_255_characters(int length, bool accepted) =>
        (TaskSamples.Create($$"""{"title": "{{new string('x', length)}}"}""").Problem is null).ShouldBe(accepted);

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void A_description_has_at_most_10000_characters(int length, bool accepted) =>
        (TaskSamples.Create($$"""{"title": "a", "description": "{{new string('x', length)}}"}""").Problem is null).ShouldBe(accepted);

    [Fact]
    public void Tags_are_trimmed_and_kept_once_ignoring_case_in_order() =>
        TaskSamples.Task("""{"title": "a", "tags": [" Home", "work", "HOME ", "Work", {"name": "Ärger", "color": "#f00"}, "ärger"]}""")
            .Tags.ShouldBe(["Home", "work", "Ärger"]);

    [Fact]
    public void Twenty_tags_of_fifty_characters_are_accepted_and_no_more()
    {
        static string Tags(int count, int length) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{$"{i}".PadRight(length, 'x')}\""));

        TaskSamples.Task($$"""{"title": "a", "tags": [{{Tags(20, 50)}}]}""").Tags.Count.ShouldBe(20);
        TaskSamples.Create($$"""{"title": "a", "tags": [{{Tags(21, 50)}}]}""").Problem!.Errors!.Keys.ShouldBe(["tags"]);
        TaskSamples.Create($$"""{"title": "a", "tags": [{{Tags(1, 51)}}]}""").Problem!.Errors!.Keys.ShouldBe(["tags"]);
    }

    [Fact]
    public void Reading_describes_its_fields()
    {
        var rules = FieldReader.Describe((body, calendar) => TaskFields.ReadNew(body, calendar));
        rules.Select(rule => rule.Name).ShouldBe(
            ["title", "description", "start_date", "due_date", "priority", "tags", "steps", "estimate_minutes", "recurrence", "recurrence_from", "reminder_enabled", "reminder_time"], ignoreOrder: true);
        rules.Single(rule => rule.Name == "title").Required.ShouldBeTrue();
        FieldReader.Describe((body, calendar) => TaskFields.ReadChange(body, calendar)).Select(rule => rule.Name).ShouldContain("completed");
    }
}
