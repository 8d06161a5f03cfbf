using System.Net;
using System.Text.Json;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Summaries;

public sealed class SummaryHttpTests
{
    [Fact]
    public async Task A_daily_summary_is_what_the_frontend_was_promised()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");
        var first = await client.StartAsync(30);
        await client.PassAsync(30);
        foreach (var (minutes, type) in new[] { (15, "break"), (30, "focus"), (30, "focus") })
        {
            await client.StartAsync(minutes, type);
            await client.PassAsync(minutes);
        }

        var summary = await client.GetAsync("/api/daily-summary?date=2025-09-26");
        summary.ShouldHold($$"""
            {
              "date": "2025-09-26T00:00:00Z",
              "total_focus_sessions": 3,
              "total_focus_time": 5400,
              "total_break_time": 900,
              "focus_sessions": [
                {
                  "session_id": "{{first.Text("session_id")}}",
                  "start_time": "2025-09-26T09:00:00Z",
                  "end_time": "2025-09-26T09:30:00Z",
                  "planned_duration": 30,
                  "actual_duration": 30,
                  "session_type": "focus",
                  "status": "completed"
                }
              ]
            }
            """);
        summary.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["date", "total_focus_sessions", "total_focus_time", "total_break_time", "focus_sessions"]);
        summary.GetProperty("focus_sessions").GetArrayLength().ShouldBe(4);
        (await client.GetAsync("/api/daily-summary")).ShouldHold(summary.GetRawText());
    }

    [Fact]
    public async Task Stopped_and_running_sessions_are_shown_but_not_counted()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");
        var stopped = await client.StartAsync(30);
        await client.PassAsync(10);
        await client.DoAsync("stop", stopped);
        await client.StartAsync(30);
        await client.PassAsync(10);

        var summary = await client.GetAsync("/api/daily-summary");
        summary.ShouldHold("""{"total_focus_sessions": 0, "total_focus_time": 0}""");
        summary.GetProperty("focus_sessions").EnumerateArray().Select(session => session.Text("status")).ShouldBe(["stopped", "active"]);
    }

    [Fact]
    public async Task A_week_has_its_seven_days_from_monday_to_sunday()
    {
        await using var client = await FocusClient.StartAsync("2025-09-28T23:00:00Z"); // a Sunday
        await client.StartAsync(25);
        await client.PassAsync(60);
        await client.StartAsync(25); // of the next week
        await client.PassAsync(30);

        var week = await client.GetAsync("/api/weekly-summary?date=2025-09-26");
        week.ShouldHold("""
            {
              "week_start": "2025-09-22T00:00:00Z",
              "week_end": "2025-09-28T00:00:00Z",
              "total_focus_sessions": 1,
              "total_focus_time": 1500,
              "total_break_time": 0
            }
            """);
        var days = week.GetProperty("daily_summaries").EnumerateArray().ToList();
        days.Select(day => day.Text("date")[..10]).ShouldBe(
            ["2025-09-22", "2025-09-23", "2025-09-24", "2025-09-25", "2025-09-26", "2025-09-27", "2025-09-28"]);
        days.Select(day => day.GetProperty("total_focus_time").GetInt32()).ShouldBe([0, 0, 0, 0, 0, 0, 1500]);
        (await client.GetAsync("/api/weekly-summary")).ShouldHold("""{"week_start": "2025-09-29T00:00:00Z", "total_focus_sessions": 1}""");
    }

    [Fact]
    public async Task A_month_has_a_summary_for_each_of_its_days()
    {
        await using var client = await FocusClient.StartAsync("2025-09-30T23:58:59Z");
        await client.StartAsync(1);
        await client.PassAsync(1);
        await client.StartAsync(1); // a second to midnight
        await client.PassAsync(2);

        var month = await client.GetAsync("/api/monthly-summary?month=2025-09");
        month.ShouldHold("""{"month": "2025-09", "total_focus_sessions": 2, "total_focus_time": 120, "total_break_time": 0}""");
        var days = month.GetProperty("daily_summaries").EnumerateArray().ToList();
        days.Select(day => day.Text("date")).ShouldBe(Enumerable.Range(1, 30).Select(day => $"2025-09-{day:D2}T00:00:00Z"));
        days[^1].GetProperty("total_focus_sessions").GetInt32().ShouldBe(2);
        (await client.GetAsync("/api/monthly-summary")).ShouldHold("""{"month": "2025-10", "total_focus_sessions": 0}""");
    }

    [Theory]
    [InlineData("daily-summary?date=26.9.2025", "date")]
    [InlineData("weekly-summary?date=2025-02-29", "date")]
    [InlineData("monthly-summary?month=2025-13", "month")]
    [InlineData("monthly-summary?month=2025-09-01", "month")]
    public async Task A_date_that_is_none_is_named(string path, string field)
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");

        var problem = await client.GetAsync("/api/" + path, HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task In_the_night_that_has_an_hour_twice_both_belong_to_the_day()
    {
        // 26 October 2025 in Berlin: at 3:00 it is 2:00 again (1:00 UTC).
        await using var client = await FocusClient.StartAsync("2025-10-25T21:45:00Z");
        await client.SettingAsync(new { timezone = "Europe/Berlin" });
        await client.StartAsync(10); // 23:45, still the 25th
        await client.UntilAsync("2025-10-25T23:50:00Z");
        await client.StartAsync(120); // 1:50, until 2:50 for the second time
        await client.UntilAsync("2025-10-26T22:45:00Z");
        await client.StartAsync(10); // 23:45 of the 26th, nearly 25 hours after midnight
        await client.UntilAsync("2025-10-26T23:00:00Z");
        await client.StartAsync(10); // midnight

        (await SecondsAsync(client, "2025-10-25")).ShouldBe(600);
        (await SecondsAsync(client, "2025-10-26")).ShouldBe(7200 + 600);
        (await client.GetAsync("/api/daily-summary")).ShouldHold("""{"date": "2025-10-27T00:00:00Z", "total_focus_sessions": 0}""");
    }

    [Fact]
    public async Task In_the_night_that_lacks_an_hour_a_day_that_starts_in_it_starts_after_it()
    {
        // 30 March 2025 in Berlin: 2:00 is 3:00 (1:00 UTC), and this user's day starts at 2:30.
        await using var client = await FocusClient.StartAsync("2025-03-30T00:50:00Z");
        await client.SettingAsync(new { timezone = "Europe/Berlin", day_starts_at = "02:30" });
        await client.StartAsync(10); // 1:50, the 29th
        await client.UntilAsync("2025-03-30T01:00:00Z");
        await client.StartAsync(20); // 3:00, the 30th
        await client.UntilAsync("2025-03-31T00:29:00Z");
        await client.StartAsync(40); // 2:29, still the 30th
        await client.PassAsync(45);

        (await SecondsAsync(client, "2025-03-29")).ShouldBe(600);
        (await SecondsAsync(client, "2025-03-30")).ShouldBe(3600);
    }

    [Fact]
    public async Task Sessions_stay_in_their_day_when_the_user_moves()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T22:30:00Z");
        await client.StartAsync(30);
        await client.PassAsync(30);
        await client.SettingAsync(new { timezone = "Pacific/Auckland" }); // where it was the 27th

        (await SecondsAsync(client, "2025-09-26")).ShouldBe(1800);
        (await SecondsAsync(client, "2025-09-27")).ShouldBe(0);
        await client.StartAsync(10);
        await client.PassAsync(10);
        (await SecondsAsync(client, "2025-09-27")).ShouldBe(600);
    }

    private static async Task<int> SecondsAsync(FocusClient client, string day)
    {
        JsonElement summary = await client.GetAsync($"/api/daily-summary?date={day}");
        return summary.GetProperty("total_focus_time").GetInt32();
    }
}
