using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Costs;

/// <summary>
/// The round trips that the requests of a day take, each with what it is for. All trips of a request are told; a further one fails, and
/// whoever adds it says why. The session is known, as it is for some seconds after each look.
/// </summary>
public sealed class RoundTripsTests : IAsyncLifetime
{
    private WatchingStore store = null!;
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(options => options with
        {
            Now = new DateTimeOffset(2026, 11, 18, 9, 0, 7, TimeSpan.Zero),
            Customize = builder => store = WatchingStore.Around(builder.Services),
        });
        ann = await app.RegisterAsync();
        await ann.GetAsync("/api/auth/user");
        await ann.GetAsync("/api/challenges/week"); // from now on the catalogue is known for a minute
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Signing_in() => await TakesAsync(
        () => app.LoginAsync(),
        ("read identities email.", "whose the address is"),
        ("read userdata access, account, failed-sign-ins, failed-client.", "the failures so far, and what the password opens"),
        ("write userdata access", "the session"));

    [Fact]
    public async Task Refreshing_tokens() => await TakesAsync(
        () => app.RefreshAsync(ann.RefreshToken),
        ("read userdata access", "the session whose token it is"),
        ("write userdata access", "its next token"));

    [Fact]
    public async Task The_dashboard() => await TakesAsync(
        () => ann.GetAsync("/api/dashboard/data"),
        ("list userdata task", "the tasks of the day, by the span in which they are on an agenda"),
        ("list userdata focusSession, timeLog, account, score-2026-W47, challenge-totals", "sessions and breaks of the day, and who it is"),
        ("list userdata reflection", "the latest five"),
        ("read leaderboards histogram, top, .", "the board, which others write, and the user's entry in it"));

    [Fact]
    public async Task The_board() => await TakesAsync(
        () => ann.GetAsync("/api/challenges/leaders"),
        ("read leaderboards histogram, top, .", "ranks and the best, which others write, and the user's entry"),
        ("read userdata account, score-2026-W47", "the user's own row as of now"));

    [Fact]
    public async Task Challenges_of_the_week() => await TakesAsync(
        () => ann.GetAsync("/api/challenges/week"),
        ("read userdata challenge-week-2026-W47", "what the user has joined, which says what else is to be asked"),
        ("read leaderboards participants, .", "who has joined, and whether the user is counted among them"));

    [Theory]
    [InlineData("/api/daily-summary")]
    [InlineData("/api/weekly-summary")]
    [InlineData("/api/monthly-summary")]
    public async Task Summaries(string path) => await TakesAsync(() => ann.GetAsync(path), ("list userdata focusSession", "the sessions of these days"));

    [Fact]
    public async Task Tasks()
    {
        var task = "";
        await TakesAsync(
            async () =>
            {
                var made = await ann.PostAsync("/api/tasks", new { title = "Write" });
                task = "/api/tasks/" + (await made.JsonAsync()).Text("id");
                return made;
            },
            ("write userdata task", "the task"));
        await TakesAsync(() => ann.GetAsync(task), ("read userdata .", "the task"));
        await TakesAsync(() => ann.GetAsync("/api/tasks?limit=50"), ("list userdata task", "a page of them"));
        await TakesAsync(
            () => ann.PutAsync(task, new { title = "Write more" }),
            ("read userdata .", "what is to be changed"),
            ("write userdata task", "the change"));
        await TakesAsync(
            () => ann.PutAsync(task + "/complete", new { }),
            ("read userdata .", "the task, which says what else is to be changed"),
            ("read userdata insights-2026-11, challenge-week-2026-W47", "what counts that it is done"),
            ("write userdata task, insightMonth", "all of it at once"));
        await TakesAsync(() => ann.GetAsync("/api/tasks/" + Guid.Empty), ("read userdata .", "it might be there"));
    }

    [Fact]
    public async Task A_focus_session()
    {
        var session = "";
        await TakesAsync(
            async () =>
            {
                var started = await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" });
                session = "/api/focus-sessions/" + (await started.JsonAsync()).Text("session_id");
                return started;
            },
            ("read userdata open-session", "whether one is open"),
            ("write userdata focusSession, openSession", "the session, and that it is open"));
        await TakesAsync(
            () => ann.GetAsync("/api/current-session"),
            ("read userdata open-session", "which one is open"),
            ("read userdata .", "that one"));
        foreach (var change in (string[])["pause", "resume"])
        {
            await TakesAsync(
                () => ann.PostAsync($"{session}/{change}", null),
                ("read userdata ., open-session", "the session, and that it is the open one"),
                ("write userdata focusSession, openSession", "its new plan"));
        }

        await TakesAsync(
            () => ann.PostAsync($"{session}/complete", null),
            ("read userdata ., open-session, insights-2026-11, challenge-week-2026-W47", "the session, and what counts that it is over"),
            ("write userdata focusSession, -open-session, notification, insightMonth", "all of it at once"));
        await TakesAsync(() => ann.GetAsync("/api/focus-sessions"), ("list userdata focusSession", "a page of them"));
    }

    [Fact]
    public async Task A_day_of_work()
    {
        await TakesAsync(
            () => ann.PostAsync("/api/dashboard/clock-in", null),
            ("read userdata open-work, account", "what is open, and the settings that say when a break is due"),
            ("write userdata timeLog, openWork", "the entry, and that it is open"));
        await TakesAsync(
            () => ann.PostAsync("/api/time-logs/start-break", null),
            ("read userdata open-work, account", "what is open, and the settings that say when a break is due"),
            ("read userdata .", "the work that it is a break of"),
            ("write userdata timeLog, openWork", "the break, and that it is open"));
        await TakesAsync(
            () => ann.GetAsync("/api/time-logs/current"),
            ("read userdata open-work", "what is open"),
            ("read userdata ., .", "the work and its break"));
        await TakesAsync(
            () => ann.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good", reflection_note = "Done." }),
            ("read userdata reflection-2026-11-18, shutdown-days, insights-2026-11, challenge-week-2026-W47", "that of the day, if there is one, and what counts it"),
            ("write userdata reflection, shutdownDays, insightMonth", "all of it at once"));
        await TakesAsync(
            () => ann.GetAsync("/api/dashboard/shutdown-summary"),
            ("list userdata task", "the tasks of the day"),
            ("list userdata focusSession", "its sessions"),
            ("read userdata account, shutdown-days, open-work", "the settings, the days with a reflection, and when work ended"));
        await TakesAsync(() => ann.GetAsync("/api/notifications"), ("list userdata notification", "a page of them"));
        await TakesAsync(() => ann.GetAsync("/api/users/settings"), ("read userdata account", "the settings"));
    }

    private async Task TakesAsync(Func<Task<HttpResponseMessage>> ask, params (string Trip, string Why)[] trips)
    {
        store.TakeTrips();
        await ask();
        store.TakeTrips().ShouldBe(trips.Select(trip => trip.Trip).Order(StringComparer.Ordinal));
    }
}
