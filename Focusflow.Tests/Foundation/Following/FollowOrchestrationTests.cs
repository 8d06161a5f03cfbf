using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Following;

/// <summary>The whole app, whose followers read by ranges.</summary>
public sealed class FollowOrchestrationTests : IAsyncLifetime
{
    private readonly Posted posted = new();
    private LocalApp app = null!;

    private IDocumentStore Store => app.Services.GetRequiredService<IDocumentStore>();

    public async ValueTask InitializeAsync() => app = await FocusflowTestApp.StartAsync(
        options => options with { Customize = builder => builder.Services.AddSingleton<IWebhookSender>(posted) }, ("LeaderboardSchedule", "0 * * * * *"));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("webhooks")]
    [InlineData("leaderboard")]
    public async Task Several_ranges_are_read_by_an_orchestration_and_become_one_when_all_is_quiet(string follower)
    {
        var people = new List<Person>();
        for (var i = 0; i < 6; i++)
        {
            people.Add(await app.RegisterAsync($"person{i}@example.com"));
            await people[i].PostAsync("/api/webhooks", new { url = $"https://example.com/{i}", events = new[] { "task_reminder" } });
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        await BehindRanges.SplitAsync(Store, follower, 5);
        foreach (var person in people)
        {
            await person.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddSeconds(30) });
            await person.PostAsync($"/api/challenges/{DefaultChallenges.TaskFinisher}/join", new { });
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(4));
        posted.Urls.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 6).Select(i => $"https://example.com/{i}"));
        var root = (await Store.ReadAsync<FollowedRange>(follower, FollowedRange.RootId))!;
        root.IsAlone.ShouldBeFalse();
        root.Quiet.ShouldNotBeNull("a round has left nothing");

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));
        (await Store.QueryAsync(new DocumentQuery(Containers.Followers, follower))).Documents.ShouldHaveSingleItem();
        posted.Urls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task An_upgrade_delivers_nothing_again()
    {
        // As the version before left it: told, delivered, and noted elsewhere how far it was.
        var ann = await app.RegisterAsync("ann@example.com");
        await ann.PostAsync("/api/webhooks", new { url = "https://example.com/ann", events = new[] { "task_reminder" } });
        var earlier = app.Clock.GetUtcNow();
        await TellAsync(ann.Id, "earlier");
        var end = (await Store.ReadChangesAsync(Containers.UserData, ChangePage.FromNow, 1)).Checkpoint;
        await new WriteSet(Containers.System, WebhookProgress.FixedId)
            .Put(new WebhookProgress { Id = WebhookProgress.FixedId, Checkpoint = end, ReadAt = earlier }).CommitAsync(Store);
        await ForgetAsync("webhooks");
        await TellAsync(ann.Id, "later");

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(3));

        posted.Bodies.ShouldHaveSingleItem().ShouldContain("later");
    }

    private async Task TellAsync(string userId, string what)
    {
        var now = app.Clock.GetUtcNow();
        var told = NotificationDocument.Of(userId, NotificationKind.TaskReminder, $"test:{what}", what, what, now, now, []);
        (await WriteSet.ForUser(userId).Create(told).CommitAsync(Store)).Succeeded.ShouldBeTrue();
    }

    private async Task ForgetAsync(string follower)
    {
        foreach (var stored in (await Store.QueryAsync(new DocumentQuery(Containers.Followers, follower))).Documents)
            await Store.CommitAsync(new DocumentBatch(Containers.Followers, follower, [new DocumentWrite.Delete(stored.Id, stored.ETag)]));
    }

    private sealed class Posted : IWebhookSender
    {
        private readonly List<(string Url, string Body)> messages = [];

        public IReadOnlyList<string> Urls => [.. messages.Select(message => message.Url)];

        public IReadOnlyList<string> Bodies => [.. messages.Select(message => message.Body)];

        public Task<WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
        {
            lock (messages)
                messages.Add((url.AbsoluteUri, System.Text.Encoding.UTF8.GetString(json.Span)));
            return Task.FromResult(new WebhookAnswer(204));
        }
    }
}
