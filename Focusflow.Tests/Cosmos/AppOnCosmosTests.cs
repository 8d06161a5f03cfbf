using System.Net;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>The whole app on Cosmos DB: the same requests as on SQLite, on the emulator.</summary>
public sealed class AppOnCosmosTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    [Fact]
    public async Task Tasks_are_created_listed_changed_and_deleted()
    {
        await using var app = await StartAsync();
        var ann = await app.RegisterAsync();
        for (var i = 0; i < 7; i++)
            (await ann.PostAsync("/api/tasks", new { title = $"Task {i}", tags = new[] { i % 2 == 0 ? "even" : "odd" } })).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await TitlesAsync(ann, "/api/tasks?sort=-title&limit=3")).ShouldBe(["Task 6", "Task 5", "Task 4", "Task 3", "Task 2", "Task 1", "Task 0"]);
        (await TitlesAsync(ann, "/api/tasks?sort=title&tags=odd&q=TASK")).ShouldBe(["Task 1", "Task 3", "Task 5"]);

        var task = (await (await ann.GetAsync("/api/tasks?sort=title&limit=1")).JsonAsync())[0].Text("id");
        var read = await ann.GetAsync($"/api/tasks/{task}");
        var etag = read.Headers.ETag!.ToString();
        (await ann.PutAsync($"/api/tasks/{task}", new { title = "Changed" }, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PutAsync($"/api/tasks/{task}", new { title = "Too late" }, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ann.SendAsync("DELETE", $"/api/tasks/{task}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reminders_arrive_and_sessions_end_by_themselves()
    {
        await using var app = await StartAsync();
        var ann = await app.RegisterAsync();
        (await ann.PostAsync("/api/tasks", new { title = "Call", reminder_enabled = true, reminder_time = "2025-09-29T08:20:00Z" })).EnsureSuccessStatusCode();
        (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })).EnsureSuccessStatusCode();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));

        (await (await ann.GetAsync("/api/current-session")).JsonAsync()).ValueKind.ShouldBe(JsonValueKind.Null);
        var told = (await (await ann.GetAsync("/api/notifications")).JsonAsync()).EnumerateArray().Select(notification => notification.Text("kind"));
        told.ShouldBe(["task_reminder", "session_completed"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_deleted_user_leaves_nothing_in_any_container()
    {
        await using var app = await StartAsync();
        var ann = await app.RegisterAsync("ann.unmistakable@example.com");
        for (var i = 0; i < 3; i++)
            (await ann.PostAsync("/api/tasks", new { title = $"Task {i}" }, ("Idempotency-Key", $"{i}"))).EnsureSuccessStatusCode();
        var challenge = (await (await ann.GetAsync("/api/challenges/week")).JsonAsync())[0].Text("id");
        (await ann.PostAsync($"/api/challenges/{challenge}/join", null)).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(2));
        var store = app.Services.GetRequiredService<IDocumentStore>();
        var export = await (await ann.GetAsync("/api/users/me/export")).JsonAsync();
        export.GetProperty("user_data").GetProperty("task").GetArrayLength().ShouldBe(3);
        export.GetProperty("identities").GetProperty("identity").GetArrayLength().ShouldBe(2);
        export.GetProperty("leaderboards").GetProperty("board_entry").GetArrayLength().ShouldBe(1);

        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StoredTexts.MentioningAsync(store, ann.Id, "unmistakable")).ShouldBeEmpty();
        (await app.RegisterAsync("ann.unmistakable@example.com")).Id.ShouldNotBe(ann.Id);
    }

    [Fact]
    public async Task A_throttled_database_is_503_with_the_time_to_wait()
    {
        await using var app = await StartAsync(("Focusflow:Cosmos:ThrottlingBudget", "00:00:00.5"));
        var ann = await app.RegisterAsync();
        await emulator.RefuseAsync(429, count: 10_000, retryAfter: 2000);
        try
        {
            var answer = await ann.PostAsync("/api/tasks", new { title = "Not now" });
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        }
        finally
        {
            await emulator.RefuseAsync(429, count: 0);
        }
    }

    private async Task<LocalApp> StartAsync(params (string, string?)[] settings)
    {
        emulator.SkipWithoutIt();
        return await FocusflowTestApp.StartAsync([.. emulator.Settings, .. settings]);
    }

    private static async Task<List<string>> TitlesAsync(Person person, string? path)
    {
        List<string> titles = [];
        while (path is not null)
        {
            var page = await person.GetAsync(path);
            titles.AddRange((await page.JsonAsync()).EnumerateArray().Select(task => task.Text("title")));
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return titles;
    }
}
