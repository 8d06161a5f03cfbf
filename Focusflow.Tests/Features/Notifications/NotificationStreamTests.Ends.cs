using System.Diagnostics;
using System.Net;
using Focusflow.Core.Features.Notifications;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Notifications;

/// <summary>How streams end and what limits them.</summary>
public sealed partial class NotificationStreamTests
{
    [Fact]
    public async Task A_session_that_ends_ends_its_stream_at_once()
    {
        using var stream = await EventReader.OpenAsync(app, ann);

        (await ann.PostAsync("/api/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await stream.NextAsync()).ShouldBeNull();
        (await EventReader.SendAsync(app, ann, stream.LastId)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_expires_ends_its_stream()
    {
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(59));
        using var stream = await EventReader.OpenAsync(app, ann);

        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(40));
        (await stream.NextAsync()).ShouldBe([": heartbeat"]);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(40));

        (await stream.EventAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Streams_are_limited_per_user_and_per_process_and_a_client_that_goes_away_frees_its_place()
    {
        var bob = await app.RegisterAsync("bob@example.com");
        var listeners = app.Services.GetRequiredService<StreamListeners>();
        var first = await EventReader.OpenAsync(app, ann);
        using var second = await EventReader.OpenAsync(app, ann);

        using var third = await EventReader.SendAsync(app, ann);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        third.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(210));

        using var bobs = await EventReader.OpenAsync(app, bob);
        using var tooMany = await EventReader.SendAsync(app, bob);
        tooMany.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        listeners.Count.ShouldBe(3);
        app.Services.GetRequiredService<ChangeWatch>().Runs.ShouldBeTrue();

        first.Dispose();
        await OpenAtLastAsync();
    }

    [Fact]
    public async Task Without_a_stream_nobody_watches_the_store()
    {
        var watch = app.Services.GetRequiredService<ChangeWatch>();
        watch.Runs.ShouldBeFalse();
        using var stream = await EventReader.OpenAsync(app, ann);
        watch.Runs.ShouldBeTrue();

        await EndAsync(stream);

        watch.Runs.ShouldBeFalse();
        app.Services.GetRequiredService<StreamListeners>().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_server_breaks_the_stream_and_its_successor_goes_on_with_it()
    {
        using var stream = await EventReader.OpenAsync(app, ann);
        await TellAsync("before");
        (await stream.EventAsync())!.ShouldContain("before");
        await TellAsync("not seen");

        await app.CrashAsync(downFor: TimeSpan.FromMinutes(5));

        using var again = await EventReader.OpenAsync(app, ann, stream.LastId);
        (await again.EventAsync())!.ShouldContain("not seen");
        await EndAsync(again);
    }

    [Fact]
    public async Task A_stream_is_over_before_a_host_that_waits_thirty_seconds_would_cut_it()
    {
        await using var other = await FocusflowTestApp.StartAsync();
        using var stream = await EventReader.OpenAsync(other, await other.RegisterAsync());

        await other.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));
        (await stream.NextAsync())!.ShouldBe([": heartbeat"]);
        await other.Clock.AdvanceAsync(TimeSpan.FromSeconds(9));

        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_host_that_stops_ends_streams_in_good_order()
    {
        using var stream = await EventReader.OpenAsync(app, ann);

        await app.RestartAsync();

        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_outage_of_the_store_is_a_problem_before_the_stream_and_a_pause_within()
    {
        using var stream = await EventReader.OpenAsync(app, ann);
        await TellAsync("while down", new SqliteDocumentStore(app.Services.GetRequiredService<SqliteDatabase>(), app.Clock));
        store.IsDown = true;
        (await EventReader.SendAsync(app, ann)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));

        store.IsDown = false;
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));

        (await stream.EventAsync())!.ShouldContain("while down");
        await EndAsync(stream);
    }

    private async Task OpenAtLastAsync()
    {
        for (var asked = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(asked) < Patience.Limit;)
        {
            using var answer = await EventReader.SendAsync(app, ann);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
        }

        throw new TimeoutException("The place was not freed.");
    }
}
