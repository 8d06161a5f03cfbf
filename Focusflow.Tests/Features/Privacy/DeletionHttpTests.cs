using System.Net;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Privacy;

/// <summary>Deleting an account over HTTP, with the orchestrations of the real app.</summary>
public sealed class DeletionHttpTests : IAsyncLifetime
{
    private FaultyStore store = null!;
    private LocalApp app = null!;
    private Person ann = null!;
    private Person bob = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });
        ann = await app.RegisterAsync("ann.unmistakable@example.com");
        bob = await app.RegisterAsync("bob@example.com");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Everything_of_the_user_is_gone_and_the_address_is_free()
    {
        await LiveAsync(ann);
        await LiveAsync(bob, "something else");
        await app.LoginAsync("ann.unmistakable@example.com", "wrong");
        (await BoardAsync(bob)).ShouldBe(2);
        var waiting = await WaitingAsync();
        waiting.Count.ShouldBe(7); // a task reminder, a session and a break reminder of each, and the shutdown reminders of both

        (await DeleteAsync(ann, FocusflowTestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StoredTexts.MentioningAsync(store, ann.Id, "unmistakable")).ShouldBeEmpty();
        RawDocuments().ShouldNotContain(text => text.Contains(ann.Id) || text.Contains("unmistakable"));
        RawDocuments().ShouldContain(text => text.Contains(bob.Id));
        (await BoardAsync(bob)).ShouldBe(1);
        (await bob.GetAsync("/api/tasks?limit=10")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await WaitingAsync()).Where(id => !id.StartsWith("delete-account", StringComparison.Ordinal)).Count().ShouldBe(4);

        var again = await app.RegisterAsync("ann.unmistakable@example.com");
        again.Id.ShouldNotBe(ann.Id);
        (await (await again.GetAsync("/api/auth/user")).JsonAsync()).Text("username").ShouldBe("ann.unmistakable");
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        (await StoredTexts.MentioningAsync(store, ann.Id)).ShouldBeEmpty();
        (await app.LoginAsync("ann.unmistakable@example.com")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.LoginAsync("bob@example.com")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await WaitingAsync()).ShouldNotContain(id => id.StartsWith("delete-account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_token_of_the_user_opens_anything_any_more()
    {
        var elsewhere = new Person(app, await (await app.LoginAsync("ann.unmistakable@example.com")).JsonAsync());
        var calendar = (await (await ann.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");

        (await DeleteAsync(ann, FocusflowTestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.GetAsync("/api/tasks")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync(elsewhere.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.LoginAsync("ann.unmistakable@example.com")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.GetAsync(calendar)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DeleteAsync(ann, FocusflowTestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_the_right_password_nothing_happens_and_guessing_is_told_to_wait()
    {
        (await ann.SendAsync("DELETE", "/api/users/me", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ann.SendAsync("DELETE", "/api/users/me", new { username = "ann.unmistakable" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ann.SendAsync("DELETE", "/api/users/me", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        for (var i = 0; i < 5; i++)
        {
            var wrong = await DeleteAsync(ann, "wrong");
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.JsonAsync()).GetProperty("errors").GetProperty("password").GetArrayLength().ShouldBe(1);
        }

        using (var told = await DeleteAsync(ann, "wrong"))
        {
            told.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            told.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        }

        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password }, ("If-Match", "\"other\"")))
            .StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await DeleteAsync(ann, FocusflowTestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_request_that_dies_after_the_mark_is_answered_and_finished_by_the_orchestration()
    {
        await LiveAsync(ann);
        store.FailingCommit = 3; // the mark is the first, the page of documents the second, a board the third

        (await DeleteAsync(ann, FocusflowTestApp.Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StoredTexts.MentioningAsync(store, ann.Id)).ShouldNotBeEmpty();
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await app.CrashAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await StoredTexts.MentioningAsync(store, ann.Id, "unmistakable")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_written_late_is_gone_after_the_look_back()
    {
        await DeleteAsync(ann, FocusflowTestApp.Password);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        await store.CommitAsync(new DocumentBatch(Containers.UserData, ann.Id, [DocumentKinds.Probe(ann.Id, "task", "late", "x")]));

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(20));

        (await StoredTexts.MentioningAsync(store, ann.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_no_password_here_types_the_username()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var other = await FocusflowTestApp.StartAsync(
            ("Focusflow:Auth:External:Authority", issuer.Url), ("Focusflow:Auth:External:Audience", "focusflow-app"));
        var token = issuer.Issue("subject-1", other.Clock.GetUtcNow().AddHours(1));
        var id = (await (await SendAsync("GET", "/api/auth/user", null)).JsonAsync()).Text("id");

        (await SendAsync("DELETE", "/api/users/me", """{"password": "correct horse battery"}""")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync("DELETE", "/api/users/me", """{"username": "somebody"}""")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync("DELETE", "/api/users/me", """{"username": "Ann.Elsewhere"}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var kept = other.Services.GetRequiredService<IDocumentStore>();
        (await StoredTexts.MentioningAsync(kept, id, "elsewhere")).ShouldBeEmpty();
        (await SendAsync("GET", "/api/auth/user", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        token = issuer.Issue("subject-1", other.Clock.GetUtcNow().AddHours(2));
        (await (await SendAsync("GET", "/api/auth/user", null)).JsonAsync()).Text("id").ShouldNotBe(id);

        async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = new("Bearer", token);
            request.Content = body is null ? null : new StringContent(body, null, "application/json");
            return await other.Client.SendAsync(request);
        }
    }

    private static Task<HttpResponseMessage> DeleteAsync(Person person, string password) =>
        person.SendAsync("DELETE", "/api/users/me", new { password });

    /// <summary>Somebody uses all there is.</summary>
    private async Task LiveAsync(Person person, string text = "unmistakable")
    {
        var challenges = (await (await person.GetAsync("/api/challenges/week")).JsonAsync()).EnumerateArray();
        var finisher = challenges.Single(one => one.Text("name") == "Task Finisher").Text("id");
        await OkAsync(person.PostAsync($"/api/challenges/{finisher}/join", null));
        for (var i = 0; i < 15; i++)
        {
            var task = await OkAsync(person.PostAsync("/api/tasks", new { title = $"Task {i}" }, ("Idempotency-Key", $"task-{i}")));
            await OkAsync(person.PutAsync($"/api/tasks/{task.Text("id")}/complete", new { }));
        }

        await OkAsync(person.PostAsync("/api/tasks", new { title = "Later", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddDays(1) }));
        await OkAsync(person.PostAsync("/api/webhooks", new { url = "https://example.com/hook" }));
        await OkAsync(person.PostAsync("/api/users/me/calendar", null));
        await OkAsync(person.PutAsync("/api/users/onboarding/complete", new { preferences = new { goal = text } }));
        await OkAsync(person.PostAsync("/api/dashboard/clock-in", null));
        await OkAsync(person.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good", reflection_note = text }));
        await OkAsync(person.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" }));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(2));
    }

    private static async Task<JsonElement> OkAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.RequestMessage!.RequestUri}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.StatusCode == HttpStatusCode.NoContent ? default : await response.JsonAsync();
    }

    private static async Task<int> BoardAsync(Person reader) =>
        (await (await reader.GetAsync("/api/challenges/leaders")).JsonAsync()).GetArrayLength();

    private Task<List<string>> WaitingAsync() => app.DurableTaskClient
        .GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending]))
        .Select(instance => instance.InstanceId).ToListAsync().AsTask();

    /// <summary>Every cell of every table of documents, read from the file itself.</summary>
    private List<string> RawDocuments()
    {
        List<string> texts = [];
        using var connection = new SqliteConnection($"Data Source={Path.Combine(app.DataFolder, "focusflow.db")};Mode=ReadOnly");
        connection.Open();
        foreach (var table in Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'documents_%'"))
            texts.AddRange(Read($"SELECT * FROM {table}"));
        return texts;

        List<string> Read(string sql)
        {
            List<string> rows = [];
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var cells = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)
                    .Select(cell => cell is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{cell}");
                rows.Add(string.Join(' ', cells));
            }

            return rows;
        }
    }
}
