using System.Net;
using System.Net.Http.Json;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Storage;
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
        app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_same_registration_sent_again_gets_the_same_answer()
    {
        var first = await RegisterAsync("key-1");
        var second = await RegisterAsync("key-1");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        second.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await RegisterAsync("key-2")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_refusal_is_repeated_too()
    {
        await RegisterAsync("key-1");
        var first = await RegisterAsync("key-2");
        var second = await RegisterAsync("key-2");

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        second.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_used_for_another_body_or_route_is_refused()
    {
        await RegisterAsync("key-1");

        (await RegisterAsync("key-1", "ben@example.com")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("/api/auth/login", "key-1", Body("ann@example.com"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("/api/auth/register/", "key-1", Body("ann@example.com"))).StatusCode.ShouldBe(HttpStatusCode.Created);
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
    public async Task A_crash_while_running_blocks_the_key_for_a_minute_only()
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

        var busy = await RegisterAsync("key-1");
        busy.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        busy.Headers.RetryAfter.ShouldNotBeNull();

        await app.Clock.AdvanceAsync(KeyedRequests.Lease + TimeSpan.FromSeconds(1));
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
    public async Task An_answer_that_cannot_be_kept_is_given_all_the_same()
    {
        store.FailingCommit = 5; // key, e-mail, username, account, and then the answer
        (await RegisterAsync("key-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
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
