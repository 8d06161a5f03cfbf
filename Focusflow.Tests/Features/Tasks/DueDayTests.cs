using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>A task that is due on a day. The clock of the bench stands at 2026-11-22T10:00Z, a Sunday.</summary>
public sealed class DueDayTests
{
    [Fact]
    public async Task What_was_a_date_comes_back_as_a_date_and_is_due_at_the_end_of_that_day()
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find("America/New_York", new LocalTime(4, 0)));
        var task = await bench.CreateAsync("""{"title": "a", "start_date": "2026-11-20", "due_date": "2026-11-21"}""");
        Text(task, "start_date").ShouldBe("2026-11-20");
        Text(task, "due_date").ShouldBe("2026-11-21");
        Text(task, "due_at").ShouldBe("2026-11-22T09:00:00Z");
        task = await bench.UpdateAsync(task.GetProperty("id").GetGuid(), """{"due_date": "2026-11-21T17:00:00"}""");
        Text(task, "due_date").ShouldBe("2026-11-21T22:00:00Z");
        Text(task, "due_at").ShouldBe("2026-11-21T22:00:00Z");
        Text(task, "start_date").ShouldBe("2026-11-20");
    }

    [Theory]
    [InlineData("UTC", 0, "2026-11-22", "today")]
    [InlineData("UTC", 0, "2026-11-21", "overdue")]
    [InlineData("UTC", 11, "2026-11-21", "today")]
    [InlineData("Pacific/Kiritimati", 0, "2026-11-22", "overdue")]
    [InlineData("Pacific/Kiritimati", 1, "2026-11-22", "today")]
    [InlineData("Pacific/Pago_Pago", 0, "2026-11-21", "today")]
    [InlineData("Pacific/Pago_Pago", 0, "2026-11-22", "tomorrow")]
    public async Task A_day_is_due_all_day_and_overdue_when_it_is_over_for_its_user(string zone, int dayStartsAt, string due, string range)
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find(zone, new LocalTime(dayStartsAt, 0)));
        await bench.CreateAsync($$"""{"title": "a", "due_date": "{{due}}"}""");
        foreach (var name in new[] { "today", "tomorrow", "overdue" })
            (await TitlesAsync(bench, ("due_date_range", name))).Count.ShouldBe(name == range ? 1 : 0, name);
    }

    [Fact]
    public async Task It_is_the_same_day_after_a_change_of_zone_or_day_start_and_nothing_is_written_for_it()
    {
        using var bench = await TaskBench.OpenAsync();
        var id = (await bench.CreateAsync("""{"title": "a", "due_date": "2026-11-23"}""")).GetProperty("id").GetGuid();
        var version = (await bench.FindAsync(id))!.ETag;
        foreach (var calendar in new[] { "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin" }.SelectMany(zone => new[] { 0, 5 }.Select(hour => UserCalendar.Find(zone, new LocalTime(hour, 0))!)))
        {
            var shown = (await bench.Tasks.GetAsync(bench.Caller with { Calendar = calendar }, id)).Value;
            Text(TaskBench.Shown(shown), "due_date").ShouldBe("2026-11-23");
            Text(TaskBench.Shown(shown), "due_at").ShouldBe(Core.Foundation.Input.Timestamps.Write(calendar.StartOf(new LocalDate(2026, 11, 24))));
            var days = new Dictionary<string, string[]> { ["due_from"] = ["2026-11-23"], ["due_to"] = ["2026-11-23"] };
            (await bench.ListAllAsync(days, 50, bench.Caller with { Calendar = calendar })).Count.ShouldBe(1);
        }

        (await bench.FindAsync(id))!.ETag.ShouldBe(version);
    }

    [Fact]
    public async Task It_is_sorted_after_what_is_due_at_a_time_of_its_day_in_each_zone()
    {
        using var bench = await TaskBench.OpenAsync();
        await bench.CreateAsync("""{"title": "day 23", "due_date": "2026-11-23"}""");
        await bench.CreateAsync("""{"title": "never"}""");
        await bench.CreateAsync("""{"title": "23 at 23:59 UTC", "due_date": "2026-11-23T23:59:00Z"}""");
        await bench.CreateAsync("""{"title": "23 at 16:00 UTC", "due_date": "2026-11-23T16:00:00Z"}""");
        await bench.CreateAsync("""{"title": "24 at 00:00 UTC", "due_date": "2026-11-24T00:00:00Z"}""");
        string[] utc = ["23 at 16:00 UTC", "23 at 23:59 UTC", "day 23", "24 at 00:00 UTC"];
        string[] tokyo = ["day 23", "23 at 16:00 UTC", "23 at 23:59 UTC", "24 at 00:00 UTC"];
        var there = bench.Caller with { Calendar = UserCalendar.Find("Asia/Tokyo", LocalTime.Midnight)! };
        (await TitlesAsync(bench, ("sort", "due_date"))).ShouldBe([.. utc, "never"]);
        (await TitlesAsync(bench, ("sort", "-due_date"))).ShouldBe([.. utc.Reverse(), "never"]);
        (await bench.ListAllAsync(Query(("sort", "due_date")), 2, there)).Select(task => task.Title).ShouldBe([.. tokyo, "never"]);
        (await bench.ListAllAsync(Query(("sort", "-due_date")), 1, there)).Select(task => task.Title).ShouldBe([.. tokyo.Reverse(), "never"]);
    }

    [Fact]
    public async Task What_is_asked_about_due_dates_costs_two_queries_and_other_lists_one()
    {
        using var bench = await TaskBench.OpenAsync();
        await bench.CreateAsync("""{"title": "a", "due_date": "2026-11-22"}""");
        await bench.CreateAsync("""{"title": "b", "due_date": "2026-11-22T12:00:00Z"}""");
        foreach (var (query, queries) in new[] { (Query(("due_date_range", "today")), 2), (Query(("sort", "due_date")), 2), (Query(("due_date_range", "none"), ("sort", "due_date")), 1), (Query(("sort", "title")), 1) })
        {
            var usage = StoreUsage.Begin();
            await bench.ListAsync(query);
            usage.Queries.ShouldBe(queries);
        }
    }

    [Fact]
    public async Task What_has_no_due_date_is_asked_for_when_all_else_is_read()
    {
        using var bench = await TaskBench.OpenAsync();
        string[] titles = ["day", "instant", "never", "never as well"];
        foreach (var (title, due) in titles.Zip(["2026-11-23", "2026-11-22T12:00:00Z"]))
            await bench.CreateAsync($$"""{"title": "{{title}}", "due_date": "{{due}}"}""");
        foreach (var title in titles[2..])
            await bench.CreateAsync($$"""{"title": "{{title}}"}""");
        foreach (var limit in (int[])[1, 2, 3, 4, 5])
            (await bench.ListAllAsync(Query(("sort", "-due_date")), limit)).Select(task => task.Title).ShouldBe(["day", "instant", "never as well", "never"]);

        var usage = StoreUsage.Begin();
        await bench.ListAsync(Query(("sort", "-due_date")), limit: 1);
        usage.Queries.ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-11-21", "2026-11-21T23:59:59Z", true)]
    [InlineData("2026-11-21", "2026-11-21", true)]
    [InlineData("2026-11-21T09:00:00Z", "2026-11-21", true)]
    [InlineData("2026-11-22", "2026-11-21", false)]
    [InlineData("2026-11-22", "2026-11-21T23:59:59Z", false)]
    [InlineData("2026-11-22T00:00:01Z", "2026-11-21", false)]
    public void A_day_may_begin_and_end_a_task(string start, string due, bool accepted) =>
        (TaskSamples.Create($$"""{"title": "a", "start_date": "{{start}}", "due_date": "{{due}}"}""").Problem is null).ShouldBe(accepted);

    /// <summary>A document from before: an instant stays the instant that it was.</summary>
    [Fact]
    public void A_stored_instant_stays_an_instant_and_a_day_a_day()
    {
        var task = TaskSamples.Task("""{"title": "a", "start_date": "2026-11-20", "due_date": "2026-11-21T17:00:00Z"}""");
        var json = JsonSerializer.Serialize(task, TaskDocument.JsonType);
        json.ShouldContain("\"startDate\":\"2026-11-20\",\"dueDate\":\"2026-11-21T17:00:00.0000000Z\"");
        var read = JsonSerializer.Deserialize(json, TaskDocument.JsonType)!;
        (read.StartDate, read.DueDate).ShouldBe((task.StartDate, task.DueDate));
    }

    [Fact]
    public async Task What_is_edited_between_two_pages_is_shown_again_rather_than_another_one_lost()
    {
        using var bench = await TaskBench.OpenAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
            ids.Add((await bench.CreateAsync($$"""{"title": "{{i}}", "due_date": "2026-11-2{{3 + i % 3}}{{(i < 3 ? "" : "T09:00:00Z")}}"}""")).GetProperty("id").GetGuid());
        var all = (await bench.ListAllAsync(Query(("sort", "due_date")), 50)).Select(task => task.Title).ToList();
        for (var taken = 1; taken < 5; taken++)
        {
            var page = (await bench.ListAsync(Query(("sort", "due_date")), taken)).Value;
            var last = page.Tasks[^1].Document.As<TaskDocument>();
            await bench.UpdateAsync(Guid.Parse(last.Id), $$"""{"description": "{{taken}}"}""");
            var rest = (await bench.ListAsync(Query(("sort", "due_date")), 50, page.NextCursor)).Value.Tasks.Select(task => task.Document.As<TaskDocument>().Title).ToList();
            all.Skip(taken).Except(rest).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("~0~~~0")]
    [InlineData("~x~~~0~")]
    [InlineData("AAAA~0~~~0~")]
    [InlineData("~-1~~~0~")]
    public async Task A_made_up_cursor_is_malformed(string cursor)
    {
        using var bench = await TaskBench.OpenAsync();
        (await bench.ListAsync(Query(("sort", "due_date")), cursor: "19aa97b5800-" + cursor)).Problem!.Kind.ShouldBe(Core.Foundation.Outcomes.ProblemKind.Malformed);
    }

    private static string? Text(JsonElement task, string name) => task.GetProperty(name).GetString();

    private static Dictionary<string, string[]> Query(params (string Name, string Value)[] parameters) =>
        parameters.ToDictionary(parameter => parameter.Name, parameter => new[] { parameter.Value });

    private static async Task<List<string>> TitlesAsync(TaskBench bench, params (string Name, string Value)[] parameters) =>
        [.. (await bench.ListAllAsync(Query(parameters), 3)).Select(task => task.Title)];
}
