using System.Globalization;
using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskUseCasesTests
{
    [Fact]
    public async Task Each_use_case_costs_as_few_round_trips_as_it_can()
    {
        using var bench = await TaskBench.OpenAsync();
        var usage = StoreUsage.Begin();
        var id = (await bench.CreateAsync("""{"title": "a"}""")).GetProperty("id").GetGuid();
        usage.ToString().ShouldStartWith("0 reads, 0 queries, 1 commits of 1 writes");

        usage = StoreUsage.Begin();
        await bench.Tasks.GetAsync(bench.Caller, id);
        usage.ToString().ShouldStartWith("1 reads, 0 queries, 0 commits");

        usage = StoreUsage.Begin();
        await bench.ListAsync(new Dictionary<string, string[]> { ["completed"] = ["false"], ["q"] = ["A"] });
        usage.ToString().ShouldStartWith("0 reads, 1 queries, 0 commits");

        usage = StoreUsage.Begin();
        (await bench.ListAsync(new Dictionary<string, string[]>(), TaskUseCases.WholeList)).Value.Tasks.Length.ShouldBe(1);
        usage.ToString().ShouldStartWith("0 reads, 1 queries, 0 commits");

        usage = StoreUsage.Begin();
        await bench.UpdateAsync(id, """{"title": "b", "reminder_enabled": true, "reminder_time": "2030-01-01T00:00:00Z"}""");
        usage.ToString().ShouldStartWith("1 reads, 0 queries, 1 commits of 1 writes");

        usage = StoreUsage.Begin();
        await bench.UpdateAsync(id, """{"title": "b"}""");
        usage.ToString().ShouldStartWith("1 reads, 0 queries, 0 commits");

        usage = StoreUsage.Begin();
        (await bench.Tasks.DeleteAsync(bench.Caller, id, ExpectedVersion.Any, bench)).Problem.ShouldBeNull();
        usage.ToString().ShouldStartWith("1 reads, 0 queries, 1 commits of 1 writes");
    }

    [Fact]
    public async Task Fifty_writers_that_name_the_version_they_read_lose_nothing()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync("""{"title": "count", "description": "0"}""")).GetProperty("id").GetGuid();
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var read = (await bench.Tasks.GetAsync(bench.Caller, id)).Value;
                var count = int.Parse(TaskBench.Shown(read).GetProperty("description").GetString()!, CultureInfo.InvariantCulture);
                var body = JsonElement.Parse($$"""{"description": "{{count + 1}}"}""");
                var written = await bench.Tasks.UpdateAsync(bench.Caller, id, body, ExpectedVersion.OneOf(read.Document.ETag), bench);
                if (written.Problem is null)
                    return;
                written.Problem.Kind.ShouldBe(ProblemKind.PreconditionFailed);
                Interlocked.Increment(ref refused);
            }
        })));
        (await bench.FindAsync(id))!.Description.ShouldBe("50");
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Writers_of_different_fields_without_a_version_all_get_through()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync("""{"title": "a"}""")).GetProperty("id").GetGuid();
        await Task.WhenAll(
            Task.Run(() => bench.UpdateAsync(id, """{"title": "b"}""")),
            Task.Run(() => bench.UpdateAsync(id, """{"description": "c"}""")),
            Task.Run(() => bench.UpdateAsync(id, """{"priority": "high"}""")),
            Task.Run(() => bench.UpdateAsync(id, """{"tags": ["x"]}""")),
            Task.Run(() => bench.UpdateAsync(id, """{"completed": true}""")));
        var task = (await bench.FindAsync(id))!;
        (task.Title, task.Description, task.Priority, task.Tags[0], task.Completed).ShouldBe(("b", "c", "high", "x", true));
    }

    [Fact]
    public async Task Somebody_elses_task_is_not_there()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync("""{"title": "mine"}""")).GetProperty("id").GetGuid();
        var other = bench.Caller with { UserId = Guid.NewGuid().ToString("D") };

        Problem?[] problems =
        [
            (await bench.Tasks.GetAsync(other, id)).Problem,
            (await bench.Tasks.UpdateAsync(other, id, JsonElement.Parse("""{"title": "x"}"""), ExpectedVersion.Any, bench)).Problem,
            (await bench.Tasks.CompleteAsync(other, id, ExpectedVersion.Any, bench)).Problem,
            (await bench.Tasks.UncompleteAsync(other, id, ExpectedVersion.Any, bench)).Problem,
            (await bench.Tasks.DeleteAsync(other, id, ExpectedVersion.Any, bench)).Problem,
        ];
        problems.ShouldAllBe(problem => problem!.Kind == ProblemKind.NotFound);
        (await bench.FindAsync(id))!.Title.ShouldBe("mine");
    }

    [Fact]
    public async Task A_stale_version_is_refused_on_every_change()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync("""{"title": "a"}""")).GetProperty("id").GetGuid();
        var stale = ExpectedVersion.OneOf((await bench.FindAsync(id))!.ETag);
        await bench.UpdateAsync(id, """{"title": "b"}""");

        (await bench.Tasks.UpdateAsync(bench.Caller, id, JsonElement.Parse("{}"), stale, bench)).Problem.ShouldBe(Problem.Stale);
        (await bench.Tasks.CompleteAsync(bench.Caller, id, stale, bench)).Problem.ShouldBe(Problem.Stale);
        (await bench.Tasks.UncompleteAsync(bench.Caller, id, stale, bench)).Problem.ShouldBe(Problem.Stale);
        (await bench.Tasks.DeleteAsync(bench.Caller, id, stale, bench)).Problem.ShouldBe(Problem.Stale);
    }

    [Fact]
    public async Task What_is_answered_is_what_was_stored_with_its_version()
    {
        using var bench = await TaskBench.OpenAsync();
        var created = (await bench.Tasks.CreateAsync(
            bench.Caller, JsonElement.Parse("""{"title": "Ünïcode \"🚀\" <b>", "due_date": "2026-12-01T08:00:00.5+01:00"}"""), bench)).Value;
        var read = (await bench.Tasks.GetAsync(bench.Caller, Guid.Parse(created.Document.Id))).Value;
        read.Document.ETag.ShouldBe(created.Document.ETag);
        TaskBench.Shown(read).GetRawText().ShouldBe(TaskBench.Shown(created).GetRawText());
        TaskBench.Shown(read).GetProperty("due_date").GetString().ShouldBe("2026-12-01T07:00:00.5Z");
        TaskBench.Shown(read).GetProperty("title").GetString().ShouldBe("Ünïcode \"🚀\" <b>");
    }
}
