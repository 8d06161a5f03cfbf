using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Insights;

public sealed class InsightHttpTests
{
    [Fact]
    public async Task Two_days_in_numbers()
    {
        await using var ann = await FocusClient.StartAsync("2026-11-23T09:00:00Z");
        var task = (await ann.PostAsync("/api/tasks", new { title = "Write", tags = new[] { "work", "deep" }, estimate_minutes = 60, due_date = "2026-11-24" }, HttpStatusCode.Created)).Text("id");
        await ann.PostAsync("/api/tasks", new { title = "Later" }, HttpStatusCode.Created);
        await SpendAsync(ann, 50, "focus", task);
        await SpendAsync(ann, 10, "break", null);
        await ann.UntilAsync("2026-11-24T09:30:00Z");
        await SpendAsync(ann, 40, "focus", task);
        await SpendAsync(ann, 25, "focus", null);
        await ann.Person.SendAsync("PUT", $"/api/tasks/{task}/complete", null);
        (await ann.Person.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good" })).IsSuccessStatusCode.ShouldBeTrue();

        var report = await ann.GetAsync("/api/insights?from=2026-11-24&to=2026-11-25");
        report.GetProperty("from").GetString().ShouldBe("2026-11-24");
        var focus = report.GetProperty("focus");
        (focus.GetProperty("seconds").GetInt32(), focus.GetProperty("sessions").GetInt32()).ShouldBe((3900, 2));
        focus.GetProperty("by_day").GetRawText().ShouldBe("""[{"date":"2026-11-24","seconds":3900,"sessions":2},{"date":"2026-11-25","seconds":0,"sessions":0}]""");
        focus.GetProperty("by_weekday_hour").GetArrayLength().ShouldBe(7);
        focus.GetProperty("by_weekday_hour")[1][9].GetInt32().ShouldBe(1800);
        focus.GetProperty("by_weekday_hour")[1][10].GetInt32().ShouldBe(2100);
        focus.GetProperty("by_tag").GetRawText().ShouldBe("""[{"tag":"deep","seconds":2400},{"tag":"work","seconds":2400}]""");
        focus.GetProperty("working_hours").GetRawText().ShouldBe("""{"inside_seconds":3900,"outside_seconds":0,"days_off_seconds":0}""");
        report.GetProperty("tasks").GetRawText().ShouldBe("""{"created":0,"completed":1,"completed_on_time":1,"estimate_ratio":1.5}""");
        report.GetProperty("shutdown").GetRawText().ShouldBe("""{"days":1,"mean_time":"10:35","longest_streak":1}""");
        var previous = report.GetProperty("previous");
        (previous.GetProperty("from").GetString(), previous.GetProperty("to").GetString()).ShouldBe(("2026-11-22", "2026-11-23"));
        previous.GetProperty("focus").GetRawText().ShouldBe("""{"seconds":3000,"sessions":1,"working_hours":{"inside_seconds":3000,"outside_seconds":0,"days_off_seconds":0}}""");
        previous.GetProperty("tasks").GetProperty("created").GetInt32().ShouldBe(2);
        previous.GetProperty("breaks").GetRawText().ShouldBe("""{"seconds":600,"count":1}""");

        await ann.Person.SendAsync("PUT", $"/api/tasks/{task}/uncomplete", null);
        (await ann.GetAsync("/api/insights")).GetProperty("tasks").GetProperty("completed").GetInt32().ShouldBe(0);
        (await ann.Person.PostAsync("/api/insights/recount", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.GetAsync("/api/insights")).GetProperty("focus").GetProperty("seconds").GetInt32().ShouldBe(6900);
        await ann.SettingAsync(new { work_start_time = "09:15", work_end_time = "09:15" });
        report = await ann.GetAsync("/api/insights?from=2026-11-24&to=2026-11-25");
        report.GetProperty("focus").GetProperty("working_hours").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("previous").GetProperty("focus").GetProperty("working_hours").ValueKind.ShouldBe(JsonValueKind.Null);
        (await ann.GetAsync("/api/insights?from=2026-01-01&to=2027-06-01", HttpStatusCode.UnprocessableEntity)).Text("detail").ShouldContain("366");
    }

    [Theory]
    [InlineData("/api/insights/heatmap.svg?year=2026", 365 + (7 * 24) + 5 + 1, "Focus in 2026", " In the hours of work it was 0 h 50 min, at other hours of days of work 0 h 0 min, on days off 0 h 0 min.")]
    [InlineData("/api/insights/focus.svg?from=2026-11-01&to=2026-11-30", 30, "Focus from 2026-11-01 to 2026-11-30", "")]
    public async Task A_picture_is_plain_SVG_that_tells_what_it_shows(string path, int rects, string title, string more)
    {
        await using var ann = await FocusClient.StartAsync("2026-11-23T09:00:00Z");
        await SpendAsync(ann, 50, "focus", null);
        var answer = await ann.Person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("image/svg+xml; charset=utf-8");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; style-src 'unsafe-inline'"]);

        var picture = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        picture.Attribute("role")!.Value.ShouldBe("img");
        picture.Element(svg + "title")!.Value.ShouldBe(title);
        picture.Element(svg + "desc")!.Value.ShouldBe("0 h 50 min in 1 sessions on 1 days; the most was 0 h 50 min on 2026-11-23." + more);
        picture.Descendants(svg + "rect").Count().ShouldBe(rects);
        picture.Descendants(svg + "title").Select(one => one.Value).ShouldContain("2026-11-23: 0 h 50 min");
        picture.Element(svg + "style")!.Value.ShouldContain("prefers-color-scheme:dark");
        picture.Descendants().Where(element => element.Name.LocalName is "script" or "image" or "use" or "a").ShouldBeEmpty();

        (await ann.Person.GetAsync(path, ("If-None-Match", answer.Headers.ETag!.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await ann.Person.GetAsync("/api/insights/heatmap.svg?year=soon")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task SpendAsync(FocusClient ann, int minutes, string type, string? task)
    {
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = minutes, session_type = type, task_id = task }, HttpStatusCode.Created);
        await ann.PassAsync(minutes);
    }
}
