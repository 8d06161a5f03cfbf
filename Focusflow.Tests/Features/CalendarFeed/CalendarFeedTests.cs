using System.Net;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.CalendarFeed;

public sealed class CalendarFeedTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person person = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        person = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_address_shows_due_tasks_without_a_token_until_it_is_revoked()
    {
        await person.PostAsync("/api/tasks", new { title = "Report", due_date = app.Clock.GetUtcNow().AddDays(2) });
        await person.PostAsync("/api/tasks", new { title = "Some day" });
        var address = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");

        var feed = await app.Client.GetAsync(address);

        feed.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var text = await feed.Content.ReadAsStringAsync();
        text.ShouldContain("SUMMARY:Report");
        text.ShouldNotContain("Some day");

        (await person.SendAsync("DELETE", "/api/users/me/calendar", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await person.GetAsync("/api/users/me/calendar")).JsonAsync()).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_sequence_of_an_event_grows_with_every_change_also_within_one_instant()
    {
        var created = await person.PostAsync("/api/tasks", new { title = "Report", due_date = app.Clock.GetUtcNow().AddDays(2) });
        var path = created.Headers.Location!.ToString();
        var address = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var told = new List<int> { await SequenceAsync() };

        foreach (var (method, at, body) in new (string, string, object?)[] { ("PUT", path, new { title = "Report 2" }), ("PUT", path, new { due_date = app.Clock.GetUtcNow().AddDays(3) }), ("PUT", path + "/complete", null) })
        {
            (await person.SendAsync(method, at, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
            told.Add(await SequenceAsync());
        }

        told.ShouldBeInOrder();
        told.Distinct().Count().ShouldBe(told.Count);
        (await person.PutAsync(path, new { title = "Report 2" })).StatusCode.ShouldBe(HttpStatusCode.OK); // no change
        (await SequenceAsync()).ShouldBe(told[^1]);

        async Task<int> SequenceAsync() => int.Parse(
            (await app.Client.GetStringAsync(address)).Split("\r\n").Single(line => line.StartsWith("SEQUENCE:", StringComparison.Ordinal))["SEQUENCE:".Length..],
            System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_new_address_ends_the_old_one()
    {
        var old = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var current = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");

        (await app.Client.GetAsync(old)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync(current)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_feed_that_has_not_changed_is_not_sent_again()
    {
        await person.PostAsync("/api/tasks", new { title = "Report", due_date = app.Clock.GetUtcNow().AddDays(2) });
        var address = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var first = await app.Client.GetAsync(address);
        first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        first.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        first.Content.Headers.ContentDisposition!.FileName.ShouldBe("focusflow.ics");

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(3));
        (await AskAsync(HttpMethod.Get)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await SignInAndAddAsync("Review");
        (await AskAsync(HttpMethod.Get)).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<HttpResponseMessage> AskAsync(HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            return await app.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Head_answers_like_get_without_the_content()
    {
        await person.PostAsync("/api/tasks", new { title = "Report", due_date = app.Clock.GetUtcNow().AddDays(2) });
        var address = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var whole = await app.Client.GetAsync(address);

        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        var head = await app.Client.SendAsync(request);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.ETag.ShouldBe(whole.Headers.ETag);
        head.Content.Headers.ContentLength.ShouldBe((await whole.Content.ReadAsByteArrayAsync()).Length);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_route_takes_one_segment_that_ends_in_ics_in_any_case()
    {
        var address = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");

        (await app.Client.GetAsync(address[..^".ics".Length] + ".ICS")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var other in new[] { address[..^".ics".Length], address + ".ics", address + "/more", "/api/calendar/.ics", "/api/calendar/ics", "/api/calendar" })
            (await app.Client.GetAsync(other)).StatusCode.ShouldBe(HttpStatusCode.NotFound, other);
    }

    private async Task SignInAndAddAsync(string title)
    {
        person = new Person(app, await (await app.LoginAsync()).JsonAsync());
        await person.PostAsync("/api/tasks", new { title, due_date = app.Clock.GetUtcNow().AddDays(2) });
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%2F..%2F")]
    public async Task An_address_that_does_not_work_is_not_found(string token) =>
        (await app.Client.GetAsync($"/api/calendar/{token}.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
}
