using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Leaderboard;
using Focusflow.Tests.Features.Privacy;
using Focusflow.Tests.Features.Push;
using Focusflow.Tests.Foundation.Following;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Orchestrations;

/// <summary>The store is away for half an hour while every orchestration there is has something to do; in the end nothing is missing.</summary>
public sealed class OutageTests
{
    // Whoever adds an orchestration gives it a part in one of the stories.
    private static readonly string[] AtMidnight =
        ["BreakReminder", "DeleteAccount", "DeliverWebhook", "FocusSessionWakeUp", "SendMail", "SendPush", "ShutdownReminder", "TaskReminder", "WeeklyReview"];

    private static readonly string[] InTheMiddleOfATurn = ["RankShard", "TurnWeek"];

    private static readonly string[] WhileFollowing = ["FollowRanges"];

    // Their work is in the durable storage alone.
    private static readonly string[] AskingNothingOfTheStore = ["PurgeEnded"];

    private readonly Receiver receiver = new();
    private readonly PushService pushes = new() { Status = 503 };
    private readonly RecordedMail post = new();
    private FaultyStore store = null!;

    [Fact]
    public async Task Every_orchestration_has_a_part_in_one_of_the_stories()
    {
        await using var app = await FocusflowTestApp.StartAsync();

        app.Services.GetRequiredService<FunctionHost>().Functions
            .Where(function => function.Trigger is Trigger.Orchestration)
            .Select(function => function.Name)
            .ShouldBe([.. AtMidnight, .. InTheMiddleOfATurn, .. WhileFollowing, .. AskingNothingOfTheStore], ignoreOrder: true);
    }

    [Fact]
    public async Task What_falls_due_while_the_store_is_away_is_made_up_for()
    {
        await using var team = await StartAsync("2026-11-22T20:00:00Z");
        await team.JoinAsync("Ann", "Bob", "Eve");
        await EarnAsync(team, "Ann");
        await EarnAsync(team, "Bob");
        var days = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
        await team.SendAsync("Ann", "PUT", "/api/users/settings", new { timezone = "America/New_York", daily_shutdown_time = "19:00", work_days = days, max_continuous_work = 60 });
        await team.PostAsync("Ann", "/api/webhooks", new { url = "https://example.com/hook" }, HttpStatusCode.Created);
        using var browser = new PushBrowser();
        await team.PostAsync("Ann", "/api/push/subscriptions", browser.ToJson("https://push.example.com/1"), HttpStatusCode.Created);
        await LiveInBangkokAsync(team, "Bob"); // where it will be seven o'clock on Monday
        post.Result = MailResult.Failed;
        await team.UntilAsync("2026-11-22T23:00:00Z");
        await team.PostAsync("Ann", "/api/time-logs/start-work", expect: HttpStatusCode.Created);
        await team.UntilAsync("2026-11-22T23:35:00Z");
        await team.PostAsync("Ann", "/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" }, HttpStatusCode.Created);
        await RemindAsync(team, "before", "2026-11-22T23:43:00Z");
        await RemindAsync(team, "meanwhile", "2026-11-23T00:00:00Z");
        await team.UntilAsync("2026-11-22T23:44:30Z");
        receiver.Messages.ShouldNotBeEmpty();
        await team.PostAsync("Ann", "/api/auth/forgot-password", new { email = "Ann@example.com" }, HttpStatusCode.NoContent);
        store.FailingCommit = 3; // the mark of the deletion is made, its work is not
        await team.SendAsync("Eve", "DELETE", "/api/users/me", new { password = FocusflowTestApp.Password }, HttpStatusCode.NoContent);
        (await StoredTexts.MentioningAsync(store, team["Eve"].Id)).ShouldNotBeEmpty();

        var since = await GoAwayAsync(team, TimeSpan.FromMinutes(30));
        (await UnderWayAsync(team, since)).ShouldBe(AtMidnight, ignoreOrder: true);
        receiver.Status = 204;
        pushes.Status = 201;
        post.Result = MailResult.Sent;
        await team.App.Clock.AdvanceAsync(TimeSpan.FromHours(6));

        var ann = team["Ann"] = new Person(team.App, await (await team.App.LoginAsync("Ann@example.com")).JsonAsync());
        var session = (await (await ann.GetAsync("/api/focus-sessions")).JsonAsync())[0];
        (session.Text("status"), session.Text("end_time")).ShouldBe(("completed", "2026-11-23T00:00:00Z"));
        var told = (await (await ann.GetAsync("/api/notifications?limit=100")).JsonAsync()).EnumerateArray().ToList();
        string[] When(string kind) => [.. told.Where(one => one.Text("kind") == kind).Select(one => one.Text("created_at")).Order(StringComparer.Ordinal)];
        When("task_reminder").ShouldBe(["2026-11-22T23:43:00Z", "2026-11-23T00:00:00Z"]);
        When("session_completed").ShouldBe(["2026-11-23T00:00:00Z"]);
        When("shutdown_reminder").ShouldBe(["2026-11-23T00:00:00Z"]);
        When("break_reminder").ShouldContain("2026-11-23T00:00:00Z");
        When("overwork").ShouldBe(["2026-11-23T00:00:00Z"]); // an hour without a break, by the same wake-up
        receiver.Taken.Distinct().ShouldBe(told.Select(one => one.Text("id")), ignoreOrder: true);
        (await (await ann.GetAsync("/api/webhooks")).JsonAsync())[0].GetProperty("disabled_at").ValueKind.ShouldBe(JsonValueKind.Null);
        pushes.Taken.Select(push => JsonElement.Parse(push.Json.Span).Text("id")).Distinct()
            .ShouldBe(told.Where(one => string.CompareOrdinal(one.Text("created_at"), "2026-11-23T03") < 0).Select(one => one.Text("id")), ignoreOrder: true);
        post.Sent.Count(mail => mail.Subject == "Your code for a new password").ShouldBe(1);
        post.Sent.Count(mail => mail.Subject == "Your week from 2026-11-16 to 2026-11-22").ShouldBe(1);
        (await StoredTexts.MentioningAsync(store, team["Eve"].Id)).ShouldBeEmpty();
        await NoneFailedAsync(team, AtMidnight);
    }

    [Theory]
    [InlineData("frozenAt", 1, "RankShard")]
    [InlineData("finalRank", 2, "TurnWeek")]
    public async Task A_turn_that_is_broken_off_between_its_steps_is_finished_later(string written, int times, string interrupted)
    {
        await using var team = await StartAsync("2026-11-22T23:40:00Z");
        await team.JoinAsync("Ann", "Bob");
        await EarnAsync(team, "Ann");
        await EarnAsync(team, "Bob");

        // The board is frozen, or everybody ranked, and the next thing that is asked of the store fails.
        var since = DateTimeOffset.MinValue;
        store.AfterCommit = batch =>
        {
            // Everybody's rank is written side by side.
            if (Interlocked.Add(ref times, -batch.Writes.Count(Writes)) > 0)
                return;
            store.IsDown = true;
            store.AfterCommit = null;
            since = team.App.Clock.GetUtcNow();
        };
        await team.App.Clock.AdvanceToAsync(new DateTimeOffset(2026, 11, 23, 11, 50, 0, TimeSpan.Zero));
        while (!store.IsDown && team.App.Clock.GetUtcNow().Hour < 13)
            await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        store.IsDown = false;
        store.AfterCommit.ShouldBeNull("The turn did not come so far.");
        (await UnderWayAsync(team, since)).ShouldContain(interrupted);
        await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        await NoneFailedAsync(team, InTheMiddleOfATurn);

        foreach (var name in (string[])["Ann", "Bob"])
        {
            var person = new Person(team.App, await (await team.App.LoginAsync($"{name}@example.com")).JsonAsync());
            (await (await person.GetAsync("/api/notifications")).JsonAsync()).EnumerateArray().Count(one => one.Text("kind") == "week_result").ShouldBe(1);
        }

        bool Writes(DocumentWrite write) =>
            write is DocumentWrite.Replace replace && JsonElement.Parse(replace.Json.Span).TryGetProperty(written, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    [Fact]
    public async Task Ranges_that_are_broken_off_are_read_to_their_ends_later()
    {
        await using var team = await StartAsync("2026-11-22T20:00:10Z");
        string[] names = ["Ann", "Bob", "Eve", "Joe", "Kim", "Lee"];
        await team.JoinAsync(names);
        foreach (var name in names)
            await team.PostAsync(name, "/api/webhooks", new { url = "https://example.com/hook" }, HttpStatusCode.Created);
        receiver.Status = 204;
        await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        await BehindRanges.SplitAsync(store, "webhooks", 6);
        foreach (var name in names)
            await team.PostAsync(name, "/api/tasks", new { title = name, reminder_enabled = true, reminder_time = "2026-11-22T20:02:30Z" }, HttpStatusCode.Created);

        // One range is read, and the next thing that is asked of the store fails.
        var since = DateTimeOffset.MinValue;
        store.AfterCommit = batch =>
        {
            if (batch.Container != Containers.Followers || batch.Partition != "webhooks")
                return;
            store.IsDown = true;
            store.AfterCommit = null;
            since = team.App.Clock.GetUtcNow();
        };
        await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        store.AfterCommit.ShouldBeNull("No range was read.");
        (await UnderWayAsync(team, since - TimeSpan.FromSeconds(1))).ShouldContain("FollowRanges");
        store.IsDown = false;
        await team.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));
        receiver.Taken.Distinct().Count().ShouldBe(names.Length);
        await NoneFailedAsync(team, WhileFollowing);
    }

    private Task<Team> StartAsync(string now) => Team.StartAsync(
        now,
        options => options with
        {
            Customize = builder =>
            {
                store = FaultyStore.Around(builder.Services);
                builder.Services.AddSingleton<IWebhookSender>(receiver).AddSingleton<IMailSender>(post).AddSingleton<IPushSender>(pushes);
            },
        },
        ("LeaderboardSchedule", "0 * * * * *"));

    private static async Task EarnAsync(Team team, string name)
    {
        await team.PostAsync(name, $"/api/challenges/{await team.ChallengeAsync(name, "Task Finisher")}/join");
        await team.CompleteTasksAsync(name, 15);
    }

    private async Task LiveInBangkokAsync(Team team, string name)
    {
        await team.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        var otp = post.Sent.Last(mail => mail.To.Equals($"{name}@example.com", StringComparison.OrdinalIgnoreCase)).Subject[..6];
        await team.PostAsync(name, "/api/auth/verify-email", new { email = $"{name}@example.com", otp }, HttpStatusCode.NoContent);
        await team.SendAsync(name, "PUT", "/api/users/settings", new { timezone = "Asia/Bangkok" });
    }

    private static Task RemindAsync(Team team, string title, string at) => team.PostAsync(
        "Ann", "/api/tasks", new { title, reminder_enabled = true, reminder_time = at }, HttpStatusCode.Created);

    private async Task<DateTimeOffset> GoAwayAsync(Team team, TimeSpan length)
    {
        var since = team.App.Clock.GetUtcNow();
        store.IsDown = true;
        await team.App.Clock.AdvanceAsync(length);
        store.IsDown = false;
        return since;
    }

    /// <summary>The orchestrations that did something during the outage that ends now.</summary>
    private static async Task<IEnumerable<string>> UnderWayAsync(Team team, DateTimeOffset since)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var instance in team.App.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            if (instance.LastUpdatedAt > since)
                names.Add(instance.Name);
        }

        return names;
    }

    private static async Task NoneFailedAsync(Team team, IEnumerable<string> completed)
    {
        var ends = new HashSet<(string Name, OrchestrationRuntimeStatus Status)>();
        await foreach (var instance in team.App.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery()))
            ends.Add((instance.Name, instance.RuntimeStatus));
        ends.Where(end => end.Status == OrchestrationRuntimeStatus.Failed).ShouldBeEmpty();
        completed.ShouldBeSubsetOf(ends.Where(end => end.Status == OrchestrationRuntimeStatus.Completed).Select(end => end.Name));
    }

    private sealed class Receiver : IWebhookSender
    {
        public int Status { get; set; } = 500;

        public ConcurrentQueue<string> Messages { get; } = [];

        public ConcurrentQueue<string> Taken { get; } = [];

        public Task<WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
        {
            Messages.Enqueue(headers["webhook-id"]);
            if (Status == 204)
                Taken.Enqueue(headers["webhook-id"]);
            return Task.FromResult(new WebhookAnswer(Status));
        }
    }
}
