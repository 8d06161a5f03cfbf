using Focusflow.Core.Features.Dashboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Dashboard;

public sealed class DashboardTests
{
    [Theory]
    [InlineData(0, 480, 0, 0, 0)]
    [InlineData(240, 480, 0, 0, 50)]
    [InlineData(960, 480, 0, 0, 100)]
    [InlineData(240, 480, 1, 2, 50)]
    [InlineData(480, 480, 0, 3, 50)]
    [InlineData(0, 480, 2, 3, 33)]
    [InlineData(480, 480, 3, 3, 100)]
    public void The_score_is_half_focus_and_half_tasks(int minutes, int goal, int done, int tasks, int score) =>
        ProductivityScore.Of(minutes, goal, done, tasks).ShouldBe(score);

    [Fact]
    public async Task The_dashboard_of_a_new_user_is_empty()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");

        var data = await client.GetAsync("/api/dashboard/data");
        data.ShouldHold($$"""
            {
              "user": {"id": "{{client.Person.Id}}", "email": "ann@example.com"},
              "tasks": [],
              "todaySummary": {"date": "2025-09-26T00:00:00Z", "duration": 0, "breaks": 0, "sessions": 0},
              "productivityScore": 0,
              "points": 0,
              "recentReflections": []
            }
            """);
        data.GetProperty("tasks").GetArrayLength().ShouldBe(0);
        data.GetProperty("leaderboard").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_dashboard_shows_today()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");
        await client.SettingAsync(new { focus_goal = 60 });
        var done = await client.PostAsync("/api/tasks", new { title = "Done", due_date = "2025-09-26T12:00:00Z" }, System.Net.HttpStatusCode.Created);
        await client.PostAsync("/api/tasks", new { title = "Open", due_date = "2025-09-26T12:00:00Z" }, System.Net.HttpStatusCode.Created);
        await client.PostAsync("/api/tasks", new { title = "Tomorrow", due_date = "2025-09-27T12:00:00Z" }, System.Net.HttpStatusCode.Created);
        await client.PostAsync("/api/dashboard/clock-in", null, System.Net.HttpStatusCode.Created);
        await client.StartAsync(30);
        await client.PassAsync(30);
        await client.StartAsync(5, "break");
        await client.PassAsync(5);
        await client.PostAsync("/api/time-logs/start-break", null, System.Net.HttpStatusCode.Created);
        await client.PassAsync(5);
        await client.PostAsync("/api/time-logs/end-break");
        (await client.Person.PutAsync($"/api/tasks/{done.Text("id")}/complete", new { })).EnsureSuccessStatusCode();
        await client.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good" });

        var data = await client.GetAsync("/api/dashboard/data");
        data.ShouldHold("""
            {
              "tasks": [{"title": "Done", "completed": true}, {"title": "Open", "completed": false}],
              "todaySummary": {"date": "2025-09-26T00:00:00Z", "duration": 30, "breaks": 2, "sessions": 1},
              "productivityScore": 50,
              "recentReflections": [{"productivity_rating": "good"}]
            }
            """);
        data.GetProperty("tasks").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task It_takes_four_round_trips()
    {
        await using var client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");
        for (var i = 0; i < 30; i++)
        {
            await client.PostAsync("/api/tasks", new { title = $"Task {i}" }, System.Net.HttpStatusCode.Created);
            await client.DoAsync("complete", await client.StartAsync(1));
        }

        var dashboard = client.App.Services.GetRequiredService<DashboardReader>();
        var usage = StoreUsage.Begin();
        (await dashboard.ReadAsync(new Caller(client.Person.Id, "", UserCalendar.Utc))).Value.Tasks.Count.ShouldBe(30);
        (usage.Queries, usage.Reads, usage.Commits).ShouldBe((4, 0, 0));
    }
}
