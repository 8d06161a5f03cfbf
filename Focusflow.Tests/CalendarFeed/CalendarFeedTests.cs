using System.Net;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.CalendarFeed;

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
    public async Task A_new_address_ends_the_old_one()
    {
        var old = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var current = (await (await person.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");

        (await app.Client.GetAsync(old)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync(current)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%2F..%2F")]
    public async Task An_address_that_does_not_work_is_not_found(string token) =>
        (await app.Client.GetAsync($"/api/calendar/{token}.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
}
