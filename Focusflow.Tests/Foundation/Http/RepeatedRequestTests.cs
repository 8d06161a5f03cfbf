using System.Net;
using System.Net.Http.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

public sealed class RepeatedRequestTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private FaultyStore store = null!;

    public async ValueTask InitializeAsync() =>
        app = await FocusflowTestApp.StartAsync(options => options with
    {
        Configure = builder =>
        {
            store = FaultyStore.Around(builder.Services); // beneath the app's own layers
            builder.AddFocusflow();
        },
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_same_registration_sent_again_gets_the_same_answer()
    {
        var first = await RegisterAsync("key-1");
        var second = await RegisterAsync("key-1");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        second.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await RegisterAsync("key-2")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_refusal_is_repeated_too()
    {
        var ann = await app.RegisterAsync();
        await ann.PostAsync("/api/time-logs/start-work", null);
        var first = await ann.PostAsync("/api/time-logs/start-work", null, ("Idempotency-Key", "1"));
        await ann.PostAsync("/api/time-logs/end-work", null);
        var second = await ann.PostAsync("/api/time-logs/start-work", null, ("Idempotency-Key", "1"));

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        second.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_used_for_another_body_or_route_is_refused()
    {
        var ann = await app.RegisterAsync();
        (await TaskAsync("/api/tasks", "A")).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await TaskAsync("/api/tasks", "B")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TaskAsync("/api/time-logs/start-work", "A")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TaskAsync("/api/tasks/", "A")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await (await ann.GetAsync("/api/tasks")).JsonAsync()).GetArrayLength().ShouldBe(1);

        Task<HttpResponseMessage> TaskAsync(string path, string title) => ann.PostAsync(path, new { title }, ("Idempotency-Key", "1"));
    }

    [Fact]
    public async Task The_version_given_again_is_the_one_that_the_request_made()
    {
        var ann = await app.RegisterAsync();
        var first = await TaskAsync();
        (await TaskAsync()).Headers.ETag.ShouldBe(first.Headers.ETag);
        var path = $"/api/tasks/{(await first.JsonAsync()).Text("id")}";
        (await ann.PutAsync(path, new { title = "B" }, ("If-Match", $"{first.Headers.ETag}"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var again = await TaskAsync();

        (await again.JsonAsync()).Text("title").ShouldBe("A");
        (await ann.PutAsync(path, new { title = "C" }, ("If-Match", $"{again.Headers.ETag}"))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        Task<HttpResponseMessage> TaskAsync() => ann.PostAsync("/api/tasks", new { title = "A" }, ("Idempotency-Key", "1"));
    }

    [Fact]
    public async Task Strangers_with_the_same_key_do_not_meet()
    {
        var ann = await (await RegisterAsync("1")).JsonAsync();
        var ben = await (await RegisterAsync("1", "ben@example.com")).JsonAsync();

        ben.Text("email").ShouldBe("ben@example.com");
        ben.Text("id").ShouldNotBe(ann.Text("id"));
        (await PostAsync("/api/auth/register", "1", new { name = "Mallory", email = "ann@example.com", password = "another password" }))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync("/api/auth/login", "1", Body("ann@example.com"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync("/api/auth/login", "1", Body("ben@example.com"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/auth/register")]
    [InlineData("/api/auth/login")]
    public async Task A_key_does_not_bring_tokens_back_after_the_password_changed(string path)
    {
        var first = await RegisterAsync("1");
        var ann = new Person(app, await first.JsonAsync());
        (await PostAsync("/api/auth/login", "1", Body("ann@example.com"))).EnsureSuccessStatusCode();
        var change = new { current_password = FocusflowTestApp.Password, new_password = "another one" };
        (await ann.PostAsync("/api/auth/change-password", change)).EnsureSuccessStatusCode();

        var again = await PostAsync(path, "1", Body("ann@example.com"));

        again.IsSuccessStatusCode.ShouldBeFalse();
        (await again.Content.ReadAsStringAsync()).ShouldNotContain("access_token");
    }

    [Fact]
    public async Task A_key_does_not_bring_tokens_back_after_the_session_ended()
    {
        var ann = new Person(app, await (await RegisterAsync("1")).JsonAsync());
        (await ann.PostAsync("/api/auth/logout", null, ("Idempotency-Key", "2"))).EnsureSuccessStatusCode();

        (await (await RegisterAsync("1")).JsonAsync()).Text("detail").ShouldContain("has ended");
        (await ann.PostAsync("/api/auth/logout", null, ("Idempotency-Key", "2"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.PostAsync("/api/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_gives_it_again_long_after()
    {
        var ann = await app.RegisterAsync();
        var first = await (await RefreshAsync()).JsonAsync();

        await app.RestartAsync(Sessions.Grace + TimeSpan.FromHours(1));
        var again = await RefreshAsync();

        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await again.JsonAsync()).Text("refresh_token").ShouldBe(first.Text("refresh_token"));
        (await app.RefreshAsync(first.Text("refresh_token"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        Task<HttpResponseMessage> RefreshAsync() => PostAsync("/api/auth/refresh", "1", new { refresh_token = ann.RefreshToken });
    }

    [Fact]
    public async Task A_registration_broken_off_anywhere_is_finished_by_the_same_key()
    {
        for (var commit = 1; commit <= 3; commit++)
        {
            var email = $"ann{commit}@example.com";
            store.FailingCommit = commit;
            (await RegisterAsync("1", email)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

            // Others want the name meanwhile, and break off as well.
            await app.Clock.AdvanceAsync(IdentityClaims.Grace + TimeSpan.FromSeconds(1));
            if (commit == 2)
            {
                store.FailingCommit = 4;
                (await RegisterAsync("2", email)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
                await app.Clock.AdvanceAsync(IdentityClaims.Grace + TimeSpan.FromSeconds(1));
            }

            (await RegisterAsync("1", email)).StatusCode.ShouldBe(HttpStatusCode.Created);
            (await app.LoginAsync(email)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Users_do_not_share_keys()
    {
        var ann = await app.RegisterAsync();
        var ben = await app.RegisterAsync("ben@example.com");
        var body = new { current_password = FocusflowTestApp.Password, new_password = "another one" };

        (await ann.PostAsync("/api/auth/change-password", body, ("Idempotency-Key", "1"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.PostAsync("/api/auth/change-password", body, ("Idempotency-Key", "1"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ben.PostAsync("/api/auth/change-password", body, ("Idempotency-Key", "1"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.LoginAsync("ben@example.com", "another one")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_at_once_are_carried_out_once()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RegisterAsync("key-1")));

        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.Created || response.StatusCode == HttpStatusCode.Conflict);
        var bodies = await Task.WhenAll(responses.Where(response => response.StatusCode == HttpStatusCode.Created).Select(response => response.Content.ReadAsStringAsync()));
        bodies.Distinct().Count().ShouldBe(1);
        foreach (var busy in responses.Where(response => response.StatusCode == HttpStatusCode.Conflict))
            (await busy.JsonAsync()).Text("detail").ShouldContain("still running");
        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_outlives_a_restart_for_a_day()
    {
        var first = await RegisterAsync("key-1");
        await app.RestartAsync(TimeSpan.FromHours(23));

        var second = await RegisterAsync("key-1");
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_crash_while_running_does_not_block_the_key()
    {
        var reached = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        store.BeforeCommit = batch =>
        {
            if (batch.Container != Containers.UserData)
                return Task.CompletedTask;
            reached.TrySetResult();
            return never.Task;
        };
        var lost = RegisterAsync("key-1");
        await reached.Task;
        await app.CrashAsync();
        await Should.ThrowAsync<Exception>(() => lost);

        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_failure_of_the_service_is_not_kept()
    {
        store.FailingCommit = 2;
        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_refusal_that_cannot_be_kept_is_given_all_the_same()
    {
        var ann = await app.RegisterAsync();
        store.FailingCommit = 1;
        (await ann.PostAsync("/api/time-logs/end-work", null, ("Idempotency-Key", "1"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        store.FailingCommit.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_kept_can_be_read_by_nobody_who_has_the_store()
    {
        var tokens = await (await RegisterAsync("key-1")).JsonAsync();

        foreach (var container in Containers.All)
        {
            foreach (var document in (await store.ReadChangesAsync(container, null, 1000)).Documents)
            {
                var text = System.Text.Encoding.UTF8.GetString(document.Json.Span);
                text.ShouldNotContain(tokens.Text("access_token"));
                text.ShouldNotContain(tokens.Text("refresh_token"));
                text.ShouldNotContain(FocusflowTestApp.Password);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\there")]
    [InlineData(256)]
    public async Task A_key_has_1_to_255_visible_characters(object key)
    {
        var text = key is int length ? new string('k', length) : (string)key;

        (await RegisterAsync(text)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RegisterAsync(new string('k', 255))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_means_nothing_with_other_methods()
    {
        var ann = await app.RegisterAsync();

        (await ann.PutAsync("/api/auth/user", new { name = "A" }, ("Idempotency-Key", "1"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await ann.PutAsync("/api/auth/user", new { name = "B" }, ("Idempotency-Key", "1"))).JsonAsync()).Text("name").ShouldBe("B");
    }

    private Task<HttpResponseMessage> RegisterAsync(string key, string email = "ann@example.com") => PostAsync("/api/auth/register", key, Body(email));

    private static object Body(string email) => new { name = "Ann", email, password = FocusflowTestApp.Password };

    private async Task<HttpResponseMessage> PostAsync(string path, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await app.Client.SendAsync(request);
    }
}
