using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Notifications;

/// <summary>The stream over real HTTP.</summary>
public sealed partial class NotificationStreamTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;
    private FaultyStore store = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(
            options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) },
            ("Focusflow:Streams:PerUser", "2"),
            ("Focusflow:Streams:PerProcess", "3"),
            ("Focusflow:Streams:Seconds", "210"));
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_reminder_arrives_when_it_fires_and_is_what_the_list_shows()
    {
        await RemindAsync("Call Sophie", TimeSpan.FromSeconds(50));
        using var stream = await EventReader.OpenAsync(app, ann);

        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(50));

        var sent = await stream.EventAsync();
        var list = await (await ann.GetAsync("/api/notifications")).JsonAsync();
        sent.ShouldBe(list[0].GetRawText());
        sent!.ShouldContain("Remember: Call Sophie");
        stream.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task There_is_a_sign_of_life_every_twenty_seconds_and_an_end_when_its_time_is_over()
    {
        using var stream = await EventReader.OpenAsync(app, ann);

        for (var i = 1; i <= 10; i++)
        {
            await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));
            (await stream.NextAsync())!.ShouldBe([": heartbeat"]);
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(10));
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_exactly_what_it_missed()
    {
        string lastId;
        using (var stream = await EventReader.OpenAsync(app, ann))
        {
            await TellAsync("first");
            (await stream.EventAsync())!.ShouldContain("first");
            await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(210));
            (await stream.EventAsync()).ShouldBeNull();
            lastId = stream.LastId!;
        }

        await TellAsync("missed", planned: app.Clock.GetUtcNow().AddDays(-3));
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(10) - TimeSpan.FromSeconds(210));
        await SignInAgainAsync();
        using var again = await EventReader.OpenAsync(app, ann, lastId);
        await TellAsync("next");

        (await again.EventAsync())!.ShouldContain("missed");
        (await again.EventAsync())!.ShouldContain("shutdown_reminder"); // five o'clock has passed
        (await again.EventAsync())!.ShouldContain("next");
        await EndAsync(again);
    }

    [Fact]
    public async Task A_client_that_saw_no_event_comes_back_with_the_id_of_the_beginning()
    {
        await TellAsync("old");
        string lastId;
        using (var stream = await EventReader.OpenAsync(app, ann))
            lastId = stream.LastId.ShouldNotBeNull();
        await TellAsync("missed");

        using var again = await EventReader.OpenAsync(app, ann, lastId);

        (await again.EventAsync())!.ShouldContain("missed");
        await EndAsync(again);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("1,2")]
    [InlineData("%00")]
    [InlineData("AQj___________8")]
    public async Task An_id_from_elsewhere_counts_as_none(string lastEventId)
    {
        await TellAsync("old");
        using var stream = await EventReader.OpenAsync(app, ann, lastEventId);
        await TellAsync("new");

        (await stream.EventAsync())!.ShouldContain("new");
        await EndAsync(stream);
    }

    [Fact]
    public async Task A_long_backlog_comes_whole_and_in_order_and_any_parser_reads_it()
    {
        string lastId;
        using (var stream = await EventReader.OpenAsync(app, ann))
            lastId = stream.LastId!;
        for (var i = 0; i < 250; i++)
        {
            await TellAsync($"n{i:000}");
            await app.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        }

        using var answer = await EventReader.SendAsync(app, ann, lastId);
        List<string> titles = [];
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "ready" && titles.Count == 0)
                continue;
            item.EventType.ShouldBe("notification");
            titles.Add(JsonElement.Parse(item.Data).Text("title"));
            if (titles.Count == 250)
                await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(210));
        }

        titles.ShouldBe(Enumerable.Range(0, 250).Select(i => $"n{i:000}"));
    }

    [Fact]
    public async Task What_another_instance_makes_arrives_too_and_nobody_elses()
    {
        var bob = await app.RegisterAsync("bob@example.com");
        using var stream = await EventReader.OpenAsync(app, ann);
        var other = new SqliteDocumentStore(app.Services.GetRequiredService<SqliteDatabase>(), app.Clock);

        await TellAsync("for bob", other, bob);
        await TellAsync("for ann", other);

        (await stream.EventAsync())!.ShouldContain("for ann");
        await EndAsync(stream);
    }

    private Task TellAsync(string title) => TellAsync(title, app.Services.GetRequiredService<IDocumentStore>());

    private Task TellAsync(string title, DateTimeOffset planned) => TellAsync(title, app.Services.GetRequiredService<IDocumentStore>(), planned: planned);

    private async Task TellAsync(string title, IDocumentStore through, Person? whom = null, DateTimeOffset? planned = null)
    {
        var now = app.Clock.GetUtcNow();
        var notification = NotificationDocument.Of(
            (whom ?? ann).Id, NotificationKind.TaskReminder, title, title, "m", planned ?? now, now, new JsonObject());
        (await WriteSet.ForUser(notification.UserId).Create(notification).CommitAsync(through)).Succeeded.ShouldBeTrue();
    }

    private async Task RemindAsync(string title, TimeSpan after)
    {
        var response = await ann.PostAsync("/api/tasks", new { title, reminder_enabled = true, reminder_time = app.Clock.GetUtcNow() + after });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private async Task SignInAgainAsync() => ann = new Person(app, await (await app.LoginAsync()).JsonAsync());

    /// <summary>Nothing more comes before the end.</summary>
    private async Task EndAsync(EventReader stream)
    {
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(210));
        (await stream.EventAsync()).ShouldBeNull();
    }
}
