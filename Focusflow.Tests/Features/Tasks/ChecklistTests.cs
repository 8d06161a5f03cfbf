using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class ChecklistTests
{
    [Fact]
    public void Steps_named_by_their_ids_are_kept_others_are_new_and_the_rest_is_gone()
    {
        var task = TaskSamples.Task("""{"title": "a", "steps": [{"title": " one "}, {"title": "two", "completed": true}, {"title": "three"}]}""");
        task.Steps.Select(step => (step.Title, step.Completed)).ShouldBe([("one", false), ("two", true), ("three", false)]);
        task.Progress.ShouldBe(new StepProgress(1, 3));

        var next = task.Update($$"""{"steps": [{"id": "{{task.Steps[2].Id}}", "completed": true}, {"title": "new"}, {"id": "{{task.Steps[1].Id}}", "title": "zwei"}]}""").Value;
        next.Steps.Select(step => (step.Title, step.Completed)).ShouldBe([("three", true), ("new", false), ("zwei", true)]);
        next.Steps[0].Id.ShouldBe(task.Steps[2].Id);
        next.Steps[2].Id.ShouldBe(task.Steps[1].Id);
        next.Steps.Select(step => step.Id).ShouldBeUnique();
        next.Update("""{"steps": null}""").Value.Steps.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_steps_again_change_nothing()
    {
        var task = TaskSamples.Task("""{"title": "a", "steps": [{"title": "one"}, {"title": "two"}]}""");
        task.Update($$"""{"steps": [{"id": "{{task.Steps[0].Id}}"}, {"id": "{{task.Steps[1].Id}}", "title": "two", "completed": false}]}""")
            .Value.ShouldBeSameAs(task);
        TaskDecisions.Tick(task, task.Steps[0].Id, completed: false, TaskSamples.Now.AddHours(1)).Value.ShouldBeSameAs(task);
    }

    [Theory]
    [InlineData("""[{"id": "0199a000-0000-7000-8000-0000000000aa", "title": "x"}]""", "has no step 0199a000")]
    [InlineData("""[{"id": "7", "title": "x"}]""", "Step 1: id must be the id of a step.")]
    [InlineData("""[{"title": "ok"}, {"completed": true}]""", "Step 2: title is required.")]
    [InlineData("""[{"title": " "}]""", "Step 1: title must not be empty.")]
    [InlineData("""[{"title": "x", "completed": 1}]""", "Step 1: completed must be true or false.")]
    [InlineData("""["x"]""", "steps must be a list of objects")]
    [InlineData("""{"title": "x"}""", "steps must be a list of objects")]
    public void A_wrong_step_is_told_in_a_sentence(string steps, string sentence)
    {
        var problem = TaskSamples.Task().Update($$"""{"steps": {{steps}}}""").Problem.ShouldNotBeNull();
        problem.Errors!.Keys.ShouldBe(["steps"]);
        problem.Detail.ShouldContain(sentence);
    }

    [Fact]
    public void The_same_id_twice_is_refused()
    {
        var task = TaskSamples.Task("""{"title": "a", "steps": [{"title": "one"}]}""");
        task.Update($$"""{"steps": [{"id": "{{task.Steps[0].Id}}"}, {"id": "{{task.Steps[0].Id}}"}]}""").Problem!.Detail.ShouldContain("twice");
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void A_task_has_at_most_fifty_steps(int count, bool accepted) =>
        (TaskSamples.Create($$"""{"title": "a", "steps": [{{string.Join(',', Enumerable.Repeat("""{"title": "x"}""", count))}}]}""").Problem is null).ShouldBe(accepted);

    /// <summary>Whatever is sent, the list is what was sent: its order, its titles, ids that were there and ids that are new.</summary>
    [Fact]
    public void After_a_change_the_steps_are_those_sent() => Seeded.Runs(200, random =>
    {
        var task = TaskSamples.Task("""{"title": "a"}""");
        for (var change = 0; change < 6; change++)
        {
            var kept = task.Steps.OrderBy(_ => random.Next()).Take(random.Next(task.Steps.Count + 1))
                .Select(step => (Id: (Guid?)step.Id, Title: random.Next(2) == 0 ? step.Title : $"t{random.Next(9)}", Done: random.Next(2) == 0));
            var made = Enumerable.Range(0, random.Next(4)).Select(_ => (Id: (Guid?)null, Title: $"n{random.Next(9)}", Done: random.Next(2) == 0));
            var sent = kept.Concat(made).OrderBy(_ => random.Next()).ToList();
            var json = JsonSerializer.Serialize(new { steps = sent.Select(step => step.Id is { } id ? (object)new { id, title = step.Title, completed = step.Done } : new { title = step.Title, completed = step.Done }) });
            var next = task.Update(json).Value;
            next.Steps.Select(step => (step.Title, step.Completed)).ShouldBe(sent.Select(step => (step.Title, step.Done)));
            next.Steps.Zip(sent).ShouldAllBe(pair => pair.Second.Id == null ? task.Steps.All(step => step.Id != pair.First.Id) : pair.First.Id == pair.Second.Id);
            next.Steps.Select(step => step.Id).ShouldBeUnique();
            task = next;
        }
    });

    [Fact]
    public async Task A_step_is_ticked_by_its_own_route_and_lists_tell_the_progress()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var task = await (await ann.PostAsync("/api/tasks", new { title = "Move", estimate_minutes = 90, steps = new[] { new { title = "Boxes" }, new { title = "Van" } } })).JsonAsync();
        task.GetProperty("estimate_minutes").GetInt32().ShouldBe(90);
        var path = $"/api/tasks/{task.Text("id")}/steps/{task.GetProperty("steps")[1].Text("id")}";

        var ticked = await ann.SendAsync("PUT", path + "/complete", null);
        ticked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ticked.JsonAsync()).GetProperty("steps")[1].GetProperty("completed").GetBoolean().ShouldBeTrue();
        var again = await ann.SendAsync("PUT", path + "/complete", null);
        again.Headers.ETag.ShouldBe(ticked.Headers.ETag);
        (await (await ann.GetAsync("/api/tasks")).JsonAsync())[0].GetProperty("progress").GetRawText().ShouldBe("""{"completed":1,"total":2}""");
        (await (await ann.SendAsync("PUT", path + "/uncomplete", null)).JsonAsync()).GetProperty("progress").GetProperty("completed").GetInt32().ShouldBe(0);
        (await ann.SendAsync("PUT", path + "/complete", null, ("If-Match", "\"1\""))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var unknown = await ann.SendAsync("PUT", $"/api/tasks/{task.Text("id")}/steps/{Guid.NewGuid()}/complete", null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.JsonAsync()).Text("detail").ShouldBe("Step not found.");
    }
}
