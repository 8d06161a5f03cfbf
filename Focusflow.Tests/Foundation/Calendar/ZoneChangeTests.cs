using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Features.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

/// <summary>Somebody who worked on 25 and 26 September 2025 in UTC and flies to Auckland, where at 13:00Z it is the 27th already.</summary>
public sealed class ZoneChangeTests : IAsyncLifetime
{
    private FocusClient client = null!;

    public async ValueTask InitializeAsync()
    {
        client = await FocusClient.StartAsync("2025-09-25T12:00:00Z");
        await client.ReflectAsync();
        await client.UntilAsync("2025-09-26T09:00:00Z");
        await client.WorkAsync("start-work");
        await client.StartAsync(30);
        await client.UntilAsync("2025-09-26T12:50:00Z");
        await client.WorkAsync("end-work");
        await client.ReflectAsync();
        await client.PostAsync("/api/tasks", new { title = "due", due_date = "2025-09-27T10:00:00Z" }, System.Net.HttpStatusCode.Created);
        await client.UntilAsync("2025-09-26T13:00:00Z");
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public async Task Zone_and_day_start_take_effect_everywhere_with_the_next_request()
    {
        await ShouldBeTodayAsync("2025-09-26", tasks: 0, focusMinutes: 30, clockedOut: "12:50", streak: 2);

        (await client.Person.PutAsync("/api/users/profile", new { timezone = "Pacific/Auckland" })).EnsureSuccessStatusCode();
        await ShouldBeTodayAsync("2025-09-27", tasks: 1, focusMinutes: 0, clockedOut: "00:50", streak: 2);

        (await client.Person.PutAsync("/api/users/settings", new { day_starts_at = "05:00" })).EnsureSuccessStatusCode();
        await ShouldBeTodayAsync("2025-09-26", tasks: 0, focusMinutes: 30, clockedOut: "00:50", streak: 2);
    }

    [Fact]
    public async Task Recorded_days_never_move()
    {
        var before = await RecordedAsync();
        before.Count.ShouldBe(5);
        foreach (var change in new object[]
        {
            new { timezone = "Pacific/Kiritimati" }, new { day_starts_at = "06:00" }, new { timezone = "Pacific/Pago_Pago", day_starts_at = "00:00" },
        })
        {
            (await client.Person.PutAsync("/api/users/settings", change)).EnsureSuccessStatusCode();
            (await RecordedAsync()).ShouldBe(before);
            (await client.GetAsync("/api/daily-summary?date=2025-09-26")).ShouldHold("""{"total_focus_time": 1800}""");
            (await client.GetAsync("/api/time-logs?from=2025-09-26&to=2025-09-26"))[0].Text("date").ShouldBe("2025-09-26T00:00:00Z");
            (await client.GetAsync("/api/dashboard/shutdown-history")).EnumerateArray().Select(one => one.Text("shutdown_date"))
                .ShouldBe(["2025-09-26T12:50:00Z", "2025-09-25T12:00:00Z"]);
        }
    }

    private async Task ShouldBeTodayAsync(string day, int tasks, int focusMinutes, string clockedOut, int streak)
    {
        (await client.GetAsync("/api/tasks?due_date_range=today")).GetArrayLength().ShouldBe(tasks);
        (await client.GetAsync("/api/daily-summary")).ShouldHold($$"""{"date": "{{day}}T00:00:00Z", "total_focus_time": {{focusMinutes * 60}}}""");
        var board = await client.GetAsync("/api/dashboard/data");
        board.GetProperty("todaySummary").ShouldHold($$"""{"duration": {{focusMinutes}}}""");
        board.GetProperty("todaySummary").GetProperty("date").GetString().ShouldStartWith(day);
        board.GetProperty("tasks").GetArrayLength().ShouldBe(tasks);
        (await client.GetAsync("/api/dashboard/shutdown-summary")).ShouldHold(
            $$"""{"tasksTotal": {{tasks}}, "focusTime": {{focusMinutes}}, "clockedOutTime": "{{clockedOut}}", "shutdownStreak": {{streak}}}""");
        (await client.GetAsync("/api/challenges/stats")).ShouldHold($$"""{"shutdown_streak": {{streak}}}""");
    }

    /// <summary>Everything that bears a day, with its version.</summary>
    private async Task<List<string>> RecordedAsync()
    {
        var store = client.App.Services.GetRequiredService<IDocumentStore>();
        var query = new DocumentQuery(Containers.UserData, client.Person.Id, "focusSession", "timeLog", "reflection", "shutdownDays");
        return [.. (await store.QueryAsync(query)).Documents.Select(document => $"{document.Id} {document.ETag}").Order(StringComparer.Ordinal)];
    }
}
