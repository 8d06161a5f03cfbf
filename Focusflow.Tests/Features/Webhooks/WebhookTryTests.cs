using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StandardWebhooks;
using Xunit;

namespace Focusflow.Tests.Features.Webhooks;

/// <summary>What a developer has to try a webhook with, against a receiver that checks signatures with the specification's own package.</summary>
public sealed class WebhookTryTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Body, IHeaderDictionary Headers)> received = [];
    private WebApplication receiver = null!;
    private LocalApp app = null!;
    private Person ann = null!;
    private int status = 204;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        receiver = builder.Build();
        receiver.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body, Encoding.UTF8);
            received.Enqueue((await body.ReadToEndAsync(), new HeaderDictionary(http.Request.Headers.ToDictionary())));
            http.Response.StatusCode = status;
        });
        await receiver.StartAsync();

        // The package asks the real clock whether a message is of now.
        app = await FocusflowTestApp.StartAsync(options => options with { Now = TimeProvider.System.GetUtcNow() }, ("Focusflow:Webhooks:AllowLoopback", "true"));
        ann = await app.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_signed_as_the_specification_says()
    {
        var (id, secret) = await SubscribeAsync(receiver.Urls.First() + "/hook");

        var answer = await (await ann.PostAsync($"/api/webhooks/{id}/test", null)).JsonAsync();

        answer.GetProperty("delivered").GetBoolean().ShouldBeTrue();
        answer.GetProperty("status").GetInt32().ShouldBe(204);
        answer.Text("event").ShouldBe("test");
        var (body, headers) = received.ShouldHaveSingleItem();
        body.ShouldContain("\"type\":\"test\"");
        new StandardWebhook(secret).Verify(body, headers);
        Should.Throw<Exception>(() => new StandardWebhook(secret).Verify(body + " ", headers));
    }

    [Fact]
    public async Task A_notification_is_signed_as_the_specification_says()
    {
        var (_, secret) = await SubscribeAsync(receiver.Urls.First() + "/hook");
        await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddSeconds(10) });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));

        var (body, headers) = received.ShouldHaveSingleItem();
        body.ShouldContain("Remember: Call Sophie");
        new StandardWebhook(secret).Verify(body, headers);
    }

    [Fact]
    public async Task The_last_twenty_attempts_are_told_the_newest_first()
    {
        var (id, _) = await SubscribeAsync(receiver.Urls.First() + "/hook");
        for (var i = 0; i < 24; i++)
        {
            status = 200 + i;
            await ann.PostAsync($"/api/webhooks/{id}/test", null);
        }

        var attempts = (await (await ann.GetAsync($"/api/webhooks/{id}/attempts")).JsonAsync()).EnumerateArray().ToList();

        attempts.Select(attempt => attempt.GetProperty("status").GetInt32()).ShouldBe(Enumerable.Range(204, 20).Reverse());
        attempts.ShouldAllBe(attempt => attempt.GetProperty("ms").GetInt32() >= 0 && attempt.GetProperty("delivered").GetBoolean());
    }

    [Fact]
    public async Task What_has_no_answer_is_told_in_words()
    {
        var (id, _) = await SubscribeAsync("http://127.0.0.1:1/hook");
        var answer = await (await ann.PostAsync($"/api/webhooks/{id}/test", null)).JsonAsync();

        answer.GetProperty("delivered").GetBoolean().ShouldBeFalse();
        answer.GetProperty("status").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.Text("problem").ShouldBe("the connection was refused");
    }

    [Fact]
    public async Task A_webhook_that_was_switched_off_is_switched_on_again()
    {
        var (id, _) = await SubscribeAsync(receiver.Urls.First() + "/hook");
        status = 410;
        await RemindAsync();
        (await FindAsync()).GetProperty("disabled_at").ValueKind.ShouldNotBe(System.Text.Json.JsonValueKind.Null);
        await RemindAsync();
        received.Count.ShouldBe(1);

        status = 204;
        (await (await ann.PostAsync($"/api/webhooks/{id}/enable", null)).JsonAsync()).GetProperty("disabled_at").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await RemindAsync();

        received.Count.ShouldBe(2);
        var attempts = (await (await ann.GetAsync($"/api/webhooks/{id}/attempts")).JsonAsync()).EnumerateArray();
        attempts.Select(attempt => (attempt.Text("event"), attempt.GetProperty("status").GetInt32())).ShouldBe([("task_reminder", 204), ("task_reminder", 410)]);
    }

    [Theory]
    [InlineData("POST", "test")]
    [InlineData("GET", "attempts")]
    [InlineData("POST", "enable")]
    public async Task Another_users_webhook_is_not_there(string method, string what)
    {
        var (id, _) = await SubscribeAsync(receiver.Urls.First() + "/hook");
        var ben = await app.RegisterAsync("ben@example.com");

        (await ben.SendAsync(method, $"/api/webhooks/{id}/{what}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        received.ShouldBeEmpty();
    }

    private async Task<(string Id, string Secret)> SubscribeAsync(string url)
    {
        var webhook = await (await ann.PostAsync("/api/webhooks", new { url, events = new[] { "task_reminder" } })).JsonAsync();
        return (webhook.Text("id"), webhook.Text("secret"));
    }

    private async Task<System.Text.Json.JsonElement> FindAsync() => (await (await ann.GetAsync("/api/webhooks")).JsonAsync())[0];

    private async Task RemindAsync()
    {
        await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddSeconds(10) });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
    }
}
