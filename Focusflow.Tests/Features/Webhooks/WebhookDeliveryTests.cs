using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Webhooks;

public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    private readonly Receiver receiver = new();
    private FaultyStore store = null!;
    private LocalApp app = null!;
    private Person person = null!;

    public async ValueTask InitializeAsync()
    {
        app = await LocalApp.StartAsync(LocalAppOptions.For(typeof(FocusflowApp).Assembly, builder =>
        {
            builder.AddFocusflow();
            store = FaultyStore.Around(builder.Services);
            builder.Services.AddSingleton<IWebhookSender>(receiver);
        }) with
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Focusflow:Accounts:PasswordIterations"] = "1000",
                ["LeaderboardSchedule"] = "0 * * * * *",
            },
        });
        person = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_reminder_is_posted_once_and_signed()
    {
        var webhook = await SubscribeAsync("task_reminder");
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(12));

        var message = receiver.Messages.ShouldHaveSingleItem();
        message.Url.ShouldBe("https://example.com/hook");
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(message.Headers["webhook-timestamp"], null));
        message.Headers["webhook-signature"].ShouldBe(
            WebhookSignature.Sign(webhook.Text("secret"), message.Headers["webhook-id"], sentAt, Encoding.UTF8.GetBytes(message.Body)));
        using var body = JsonDocument.Parse(message.Body);
        body.RootElement.Text("type").ShouldBe("task_reminder");
        body.RootElement.GetProperty("data").Text("message").ShouldBe("Remember: Call Sophie");
    }

    [Fact]
    public async Task Other_kinds_are_not_posted()
    {
        await SubscribeAsync("week_result");
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(12));

        receiver.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_receiver_is_tried_for_a_day_and_then_switched_off()
    {
        var webhook = await SubscribeAsync("task_reminder");
        receiver.Status = 500;
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(23));
        receiver.Messages.Count.ShouldBe(WebhookDelivery.Pauses.Count);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));

        receiver.Messages.Count.ShouldBe(WebhookDelivery.Pauses.Count + 1);
        receiver.Messages.Select(message => message.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();
        var stored = await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id);
        stored.ShouldHaveSingleItem().Id.ShouldBe(webhook.Text("id"));
        stored[0].DisabledAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_outage_of_the_store_for_half_an_hour_costs_no_more_than_the_attempts_that_fall_into_it(int attemptsBefore)
    {
        await SubscribeAsync("task_reminder");
        receiver.Status = 500;
        await RemindAsync();
        while (receiver.Messages.Count < attemptsBefore)
            await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(2));

        store.IsDown = true;
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        store.IsDown = false;
        receiver.Messages.Count.ShouldBe(attemptsBefore);

        receiver.Status = 204;
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(6));
        receiver.Messages.Count.ShouldBe(attemptsBefore + 1);
        (await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id))[0].DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_receiver_that_failed_for_a_day_is_switched_off_after_an_outage_that_was_in_the_way()
    {
        await SubscribeAsync("task_reminder");
        receiver.Status = 500;
        await RemindAsync();
        while (receiver.Messages.Count < WebhookDelivery.Pauses.Count)
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(8 * 60 + 24 - 20));

        store.IsDown = true;
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        store.IsDown = false;
        (await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id))[0].DisabledAt.ShouldBeNull();
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        (await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id))[0].DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_receiver_that_wants_to_be_left_alone_is()
    {
        await SubscribeAsync("task_reminder");
        (receiver.Status, receiver.RetryAfter) = (503, TimeSpan.FromHours(1));
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(60));
        receiver.Messages.Count.ShouldBe(1); // without its wish there would have been three

        (receiver.Status, receiver.RetryAfter) = (204, null);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(12));

        receiver.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_receiver_that_wants_to_be_left_alone_for_ever_is_switched_off_after_a_day()
    {
        await SubscribeAsync("task_reminder");
        (receiver.Status, receiver.RetryAfter) = (429, TimeSpan.FromDays(365));
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(25));

        receiver.Messages.Count.ShouldBe(2);
        (await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id))[0].DisabledAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0, null, 0, 5)]
    [InlineData(0, 1, 0, 5)]
    [InlineData(0, 600, 0, 600)]
    [InlineData(1, 10, 0, 300)]
    [InlineData(0, 1_000_000, 0, 86_400)]
    [InlineData(6, null, 60_000, 86_400)]
    [InlineData(7, null, 60_000, null)]
    [InlineData(3, 5, 86_400, null)]
    public void The_next_attempt_is_after_the_longer_pause_and_within_a_day(int attempt, int? retryAfter, int elapsed, int? next)
    {
        var first = new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

        var at = WebhookDelivery.Next(attempt, retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null, first, first.AddSeconds(elapsed));

        (at - first)?.TotalSeconds.ShouldBe(next!.Value);
        at.HasValue.ShouldBe(next.HasValue);
    }

    [Fact]
    public async Task What_is_read_before_it_is_handed_out_is_posted_all_the_same_and_once()
    {
        await SubscribeAsync("task_reminder");
        await RemindAsync(TimeSpan.FromMinutes(10.5)); // notifications are handed out on the minute
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10.4));
        while ((await (await person.GetAsync("/api/notifications?unread=true")).JsonAsync()).GetArrayLength() == 0)
            await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        var read = await person.PostAsync("/api/notifications/read-all", null);
        read.IsSuccessStatusCode.ShouldBeTrue();
        var before = receiver.Messages.Count;

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        before.ShouldBe(0, "It was handed out before it was read.");
        receiver.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_read_after_it_was_handed_out_is_not_posted_again()
    {
        await SubscribeAsync("task_reminder");
        await RemindAsync();
        while (receiver.Messages.IsEmpty)
            await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));

        await person.PostAsync("/api/notifications/read-all", null);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        receiver.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_at_once()
    {
        await SubscribeAsync("task_reminder");
        receiver.Status = 410;
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        receiver.Messages.Count.ShouldBe(1);
        (await app.Services.GetRequiredService<WebhookSubscriptions>().ListAsync(person.Id))[0].DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_under_way_to_a_webhook_that_was_removed_does_not_reach_the_next_one()
    {
        receiver.Status = 500;
        var first = await SubscribeAsync("task_reminder");
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(11));
        var before = receiver.Messages.Count;
        before.ShouldBeGreaterThan(0);

        (await person.SendAsync("DELETE", $"/api/webhooks/{first.Text("id")}", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await SubscribeAsync("task_reminder")).Text("id").ShouldNotBe(first.Text("id"));
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(50));

        receiver.Messages.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Subscriptions_are_limited_listed_without_secret_and_removed()
    {
        for (var i = 0; i < WebhookSubscriptions.MaxPerUser; i++)
            await SubscribeAsync();
        (await person.PostAsync("/api/webhooks", new { url = "https://example.com/hook" })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);

        var list = await (await person.GetAsync("/api/webhooks")).JsonAsync();
        list.GetArrayLength().ShouldBe(WebhookSubscriptions.MaxPerUser);
        list[0].TryGetProperty("secret", out _).ShouldBeFalse();
        (await person.SendAsync("DELETE", $"/api/webhooks/{list[0].Text("id")}", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await person.SendAsync("DELETE", $"/api/webhooks/{list[0].Text("id")}", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await person.PostAsync("/api/webhooks", new { url = "https://192.168.0.1/hook" })).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await person.PostAsync("/api/webhooks", new { url = "https://example.com", events = new[] { "nothing" } })).StatusCode
            .ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
    }

    private async Task<JsonElement> SubscribeAsync(params string[] events)
    {
        var response = await person.PostAsync("/api/webhooks", new { url = "https://example.com/hook", events });
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        return await response.JsonAsync();
    }

    private async Task RemindAsync(TimeSpan? after = null)
    {
        var response = await person.PostAsync(
            "/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow() + (after ?? TimeSpan.FromMinutes(10)) });
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
    }

    private sealed record Message(string Url, IReadOnlyDictionary<string, string> Headers, string Body);

    private sealed class Receiver : IWebhookSender
    {
        public int? Status { get; set; } = 204;

        public TimeSpan? RetryAfter { get; set; }

        public ConcurrentQueue<Message> Messages { get; } = [];

        public Task<WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
        {
            Messages.Enqueue(new Message(url.ToString(), headers, Encoding.UTF8.GetString(json.Span)));
            return Task.FromResult(new WebhookAnswer(Status, RetryAfter));
        }
    }
}
