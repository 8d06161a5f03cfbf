using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class DueRangeTests
{
    // The clock of the bench stands at 2026-11-22T10:00Z, a Sunday.
    [Theory]
    [InlineData("Etc/UTC", 0, "today", "2026-11-22T00:00:00Z", "2026-11-22T23:59:59.999Z")]
    [InlineData("Etc/UTC", 4, "today", "2026-11-22T04:00:00Z", "2026-11-23T03:59:59.999Z")]
    [InlineData("Etc/UTC", 0, "this_week", "2026-11-16T00:00:00Z", "2026-11-22T23:59:59.999Z")]
    [InlineData("Asia/Tokyo", 0, "today", "2026-11-21T15:00:00Z", "2026-11-22T14:59:59.999Z")]
    [InlineData("America/New_York", 6, "today", "2026-11-21T11:00:00Z", "2026-11-22T10:59:59.999Z")]
    [InlineData("America/New_York", 6, "tomorrow", "2026-11-22T11:00:00Z", "2026-11-23T10:59:59.999Z")]
    [InlineData("Pacific/Kiritimati", 0, "this_week", "2026-11-22T10:00:00Z", "2026-11-29T09:59:59.999Z")]
    [InlineData("Pacific/Kiritimati", 1, "this_week", "2026-11-15T11:00:00Z", "2026-11-22T10:59:59.999Z")]
    public Task A_range_follows_the_zone_and_day_start_of_the_user(string zone, int dayStartsAt, string range, string first, string last) =>
        CheckAsync(zone, dayStartsAt, TimeSpan.Zero, range, first, last);

    // Berlin turns its clocks forward on 2027-03-28 and back on 2027-10-31, both Sundays at 01:00Z.
    [Theory]
    [InlineData("2027-03-28T12:00:00Z", 0, "today", "2027-03-27T23:00:00Z", "2027-03-28T21:59:59.999Z")]
    [InlineData("2027-03-27T12:00:00Z", 0, "tomorrow", "2027-03-27T23:00:00Z", "2027-03-28T21:59:59.999Z")]
    [InlineData("2027-03-27T12:00:00Z", 4, "today", "2027-03-27T03:00:00Z", "2027-03-28T01:59:59.999Z")]
    [InlineData("2027-03-24T12:00:00Z", 0, "this_week", "2027-03-21T23:00:00Z", "2027-03-28T21:59:59.999Z")]
    [InlineData("2027-10-31T12:00:00Z", 0, "today", "2027-10-30T22:00:00Z", "2027-10-31T22:59:59.999Z")]
    [InlineData("2027-10-27T12:00:00Z", 0, "this_week", "2027-10-24T22:00:00Z", "2027-10-31T22:59:59.999Z")]
    public Task A_range_is_right_when_clocks_are_turned(string now, int dayStartsAt, string range, string first, string last) =>
        CheckAsync("Europe/Berlin", dayStartsAt, TaskSamples.At(now) - TaskSamples.At("2026-11-22T10:00:00Z"), range, first, last);

    [Fact]
    public async Task Overdue_is_due_before_now_and_open_and_upcoming_starts_tomorrow()
    {
        using var bench = await TaskBench.OpenAsync();
        foreach (var (title, due) in new[]
                 {
                     ("long ago", "2020-01-01"), ("just now", "2026-11-22T09:59:59.999Z"), ("now", "2026-11-22T10:00:00Z"),
                     ("tonight", "2026-11-22T23:59:59Z"), ("tomorrow", "2026-11-23"), ("far", "2031-01-01"),
                 })
        {
            await bench.CreateAsync($$"""{"title": "{{title}}", "due_date": "{{due}}"}""");
        }

        await bench.CreateAsync("""{"title": "whenever"}""");
        var done = await bench.CreateAsync("""{"title": "done late", "due_date": "2026-11-20"}""");
        await bench.UpdateAsync(done.GetProperty("id").GetGuid(), """{"completed": true}""");

        (await TitlesAsync(bench, "due_date_range", "overdue")).ShouldBe(["long ago", "just now"]);
        (await TitlesAsync(bench, "due_date_range", "upcoming")).ShouldBe(["tomorrow", "far"]);
        (await TitlesAsync(bench, "due_date_range", "none")).ShouldBe(["whenever"]);
        (await TitlesAsync(bench, "due_from", "2026-11-23T00:00:00Z")).ShouldBe(["tomorrow", "far"]);
        (await TitlesAsync(bench, "due_from", "2026-11-22T15:30:00 05:30")).ShouldBe(["now", "tonight", "tomorrow", "far"]);
        (await TitlesAsync(bench, "due_to", "2026-11-22T10:00:00Z")).ShouldBe(["long ago", "done late", "just now", "now"]);
        (await TitlesAsync(bench, "due_to", "2026-11-22")).ShouldBe(["long ago", "done late", "just now", "now", "tonight"]);
    }

    private static async Task CheckAsync(string zone, int dayStartsAt, TimeSpan later, string range, string first, string last)
    {
        using var bench = await TaskBench.OpenAsync(UserCalendar.Find(zone, new LocalTime(dayStartsAt, 0)));
        bench.Clock.Pass(later);
        foreach (var (title, due) in new[]
                 {
                     ("before", TaskSamples.At(first).AddMilliseconds(-1)), ("first", TaskSamples.At(first)),
                     ("last", TaskSamples.At(last)), ("after", TaskSamples.At(last).AddMilliseconds(1)),
                 })
        {
            await bench.CreateAsync($$"""{"title": "{{title}}", "due_date": "{{Timestamps.Write(due)}}"}""");
        }

        (await TitlesAsync(bench, "due_date_range", range)).ShouldBe(["first", "last"]);
    }

    private static async Task<IEnumerable<string>> TitlesAsync(TaskBench bench, string name, string value)
    {
        var query = new Dictionary<string, string[]> { [name] = [value], ["sort"] = ["due_date"] };
        return (await bench.ListAllAsync(query, 50)).Select(task => task.Title);
    }
}
