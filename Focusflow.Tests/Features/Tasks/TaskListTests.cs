using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskListTests
{
    [Theory]
    [InlineData(1, "Etc/UTC", 0)]
    [InlineData(2, "America/Los_Angeles", 4)]
    [InlineData(3, "Pacific/Apia", 0)]
    [InlineData(4, "Australia/Lord_Howe", 2)]
    public async Task Every_combination_of_filters_finds_what_looking_at_every_task_finds(int seed, string zone, int dayStartsAt)
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find(zone, new LocalTime(dayStartsAt, 0)));
        var now = bench.Clock.Now();
        var random = new RandomTasks(seed, now);
        var all = await FillAsync(bench, random, 150);
        var hits = 0;
        for (var i = 0; i < 150; i++)
        {
            var query = random.Question();
            var found = await bench.ListAllAsync(query, random.Limit());
            var expected = all.Where(task => TaskListOracle.Matches(task, query, bench.Caller.Calendar, now)).Select(task => task.Id);

            var because = string.Join('&', query.Select(parameter => $"{parameter.Key}={string.Join('|', parameter.Value)}"));
            found.Select(task => task.Id).ShouldBe(expected, ignoreOrder: true, because);
            TaskListOracle.InOrder(found, query.GetValueOrDefault("sort")?[0] ?? "-created_at", bench.Caller.Calendar).ShouldBeTrue(because);
            hits += found.Count;
        }

        hits.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task Paging_gives_each_task_once_while_tasks_are_being_added()
    {
        foreach (var sort in TaskSort.All)
        {
            using var bench = await TaskBench.OpenAsync();
            var random = new RandomTasks(5, bench.Clock.Now());
            var before = await FillAsync(bench, random, 60);
            var found = await bench.ListAllAsync(
                new Dictionary<string, string[]> { ["sort"] = [sort] }, 7, () => FillAsync(bench, random, 3));

            found.Select(task => task.Id).ShouldBeUnique(sort);
            before.Select(task => task.Id).Except(found.Select(task => task.Id)).ShouldBeEmpty(sort);
        }
    }

    [Fact]
    public async Task Today_stays_the_same_day_on_every_page()
    {
        using var bench = await TaskBench.OpenAsync();
        for (var i = 0; i < 5; i++)
            await bench.CreateAsync($$"""{"title": "{{i}}", "due_date": "2026-11-22T1{{i}}:00:00Z"}""");
        bench.Clock.Pass(TimeSpan.FromHours(13.9));
        var found = await bench.ListAllAsync(
            new Dictionary<string, string[]> { ["due_date_range"] = ["today"] }, 2, () => Pass(bench, TimeSpan.FromHours(1)));
        found.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("completed", "maybe", "true or false")]
    [InlineData("priority", "high,urgent", "low, medium, high")]
    [InlineData("due_date_range", "yesterday", "today, tomorrow, upcoming, overdue, this_week, none")]
    [InlineData("due_from", "soon", "timestamp")]
    [InlineData("due_to", "2025-13-01", "timestamp")]
    [InlineData("sort", "colour", "due_date, -due_date, priority, -priority, created_at, -created_at, updated_at, -updated_at, title, -title")]
    public async Task An_unknown_value_is_refused_and_the_allowed_ones_are_named(string name, string value, string allowed)
    {
        using var bench = await TaskBench.OpenAsync();
        var problem = (await bench.ListAsync(new Dictionary<string, string[]> { [name] = [value] })).Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(ProblemKind.Invalid);
        problem.Errors!.Keys.ShouldBe([name]);
        problem.Detail.ShouldContain(allowed);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_as_good_as_absent()
    {
        using var bench = await TaskBench.OpenAsync();
        await bench.CreateAsync("""{"title": "a"}""");
        var empty = new[] { "completed", "priority", "tags", "due_date_range", "due_from", "q", "sort" }.ToDictionary(name => name, _ => new[] { " " });
        (await bench.ListAsync(empty)).Value.Tasks.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-")]
    [InlineData("19aa97b5800-")]
    [InlineData("19aa97b5800-AAAA")]
    [InlineData("ffffffffffffffff-AAAA")]
    [InlineData("7fffffffffffffff-AAAA")]
    public async Task A_cursor_that_no_list_gave_is_malformed(string cursor)
    {
        using var bench = await TaskBench.OpenAsync();
        (await bench.ListAsync(new Dictionary<string, string[]>(), cursor: cursor)).Problem!.Kind.ShouldBe(ProblemKind.Malformed);
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_malformed()
    {
        using var bench = await TaskBench.OpenAsync();
        await FillAsync(bench, new RandomTasks(6, bench.Clock.Now()), 10);
        var cursor = (await bench.ListAsync(new Dictionary<string, string[]>(), limit: 3)).Value.NextCursor.ShouldNotBeNull();
        var other = new Dictionary<string, string[]> { ["sort"] = ["title"] };
        (await bench.ListAsync(other, cursor: cursor)).Problem!.Kind.ShouldBe(ProblemKind.Malformed);
    }

    private static async Task<List<TaskDocument>> FillAsync(TaskBench bench, RandomTasks random, int count)
    {
        var tasks = Enumerable.Range(0, count).Select(_ => random.Next(bench.Caller.UserId)).ToList();
        foreach (var batch in tasks.Chunk(DocumentBatch.MaxWrites))
        {
            var writes = WriteSet.ForUser(bench.Caller.UserId);
            foreach (var task in batch)
                writes.Create(task);
            (await writes.CommitAsync(bench.Store)).Succeeded.ShouldBeTrue();
        }

        return tasks;
    }

    private static Task Pass(TaskBench bench, TimeSpan time)
    {
        bench.Clock.Pass(time);
        return Task.CompletedTask;
    }
}
