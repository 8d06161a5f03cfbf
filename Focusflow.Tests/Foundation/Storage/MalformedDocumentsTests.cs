using System.Net.Http.Json;
using System.Reflection;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions;
using Focusflow.Functions.Foundation.Telemetry;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Infrastructure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>One bad document stops nobody: whatever one user's documents are like, everybody else's work goes on.</summary>
public sealed class MalformedDocumentsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>All functions that run by themselves, found in the code.</summary>
    private static IEnumerable<string> TimerFunctions =>
        from type in typeof(FocusflowApp).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>() is not null)
        select method.GetCustomAttribute<FunctionAttribute>()!.Name;

    [Fact]
    public async Task Followers_and_sweepers_do_everybody_elses_work()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = Now });
        var store = app.Services.GetRequiredService<IDocumentStore>();
        (await MalformedDocuments.PlantAsync(store)).ShouldBeGreaterThan(400);
        var user = Guid.NewGuid().ToString("D");
        var leaving = Guid.NewGuid().ToString("D");
        var (session, task) = (Guid.NewGuid().ToString("D"), Guid.NewGuid().ToString("D"));
        await PlantAsync(store, user, session, task);
        await new WriteSet(Containers.UserData, leaving)
            .Create(new DepartingAccount { Id = Account.DocumentId, UserId = leaving, DepartingSince = Now.AddHours(-1) }).CommitAsync(store);

        foreach (var function in TimerFunctions.ToList())
            await RunAsync(app, function);

        (await store.ReadAsync<FocusSession>(user, session))!.Status.ShouldBe(SessionStatus.Completed);
        (await store.ReadAsync<TaskDocument>(user, task))!.ReminderSettled.ShouldNotBeNull();
        (await store.ReadAsync<OpenWork>(user, OpenWork.FixedId))!.BreakDue.ShouldNotBe(Now.AddHours(-1));
        ((await store.ReadAsync<ShutdownPlan>(user, ShutdownPlan.FixedId))?.DueAt > Now).ShouldBeTrue();
        (await store.ReadAsync<BoardEntry>(IsoWeek.Of(UserCalendar.Utc.DayOf(Now)).ToString(), user))!.Points.ShouldBe(75);
        (await store.ReadAsync(new DocumentKey(Containers.UserData, leaving, Account.DocumentId))).ShouldBeNull();
        (await DeliveriesAsync(app)).ShouldBeGreaterThan(0);
        app.Services.GetRequiredService<FunctionHost>().Failures.Latest.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_malformed_is_set_aside_once_and_not_met_again_until_it_changes()
    {
        using var bench = await ChallengeBench.OpenAsync();
        await MalformedDocuments.PlantAsync(bench.Store);
        var first = await bench.Boards.FollowAsync();
        first.SetAside.ShouldNotBeEmpty();
        first.SetAside.ShouldAllBe(document => document.IsMalformed);
        (await bench.Boards.FollowAsync()).SetAside.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_turn_of_the_week_ranks_everybody_else()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var bad = await bench.UserAsync("bad");
        var good = await bench.UserAsync("good");
        await bench.EarnAsync(bad);
        await bench.EarnAsync(good);
        await bench.RefreshAsync();
        var week = bench.Week;
        foreach (var json in MalformedDocuments.Of(WeekScore.KindName, bad.UserId).Take(12))
        {
            var key = new DocumentKey(Containers.UserData, bad.UserId, WeekScore.IdOf(week));
            var stored = (await bench.Store.ReadAsync(key))!.Value;
            await bench.Store.CommitAsync(new DocumentBatch(Containers.UserData, bad.UserId, [new DocumentWrite.Replace(key.Id, stored.Kind, json, stored.ETag)]));
            await bench.RefreshAsync();
        }

        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await bench.TurnAsync(week);
        (await bench.Store.ReadAsync<WeekScore>(good.UserId, WeekScore.IdOf(week)))!.FinalRank.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_is_no_documents_doing()
    {
        var each = new EachByItself("test");
        await Should.ThrowAsync<StoreUnavailableException>(() => each.TryAsync("task", () => throw new StoreUnavailableException("Down.")));
        await Should.ThrowAsync<OperationCanceledException>(() => each.TryAsync("task", () => throw new OperationCanceledException()));
        (await each.TryAsync("task", () => throw new FormatException("ann@example.com"))).ShouldBeFalse();
        each.SetAside.ShouldHaveSingleItem().Reason.ShouldBe("FormatException");

        var sweeper = new EachByItself("test", comesBack: true);
        (await sweeper.TryAsync("task", () => throw new StoreUnavailableException("Down."))).ShouldBeFalse();
        sweeper.SetAside.ShouldHaveSingleItem().IsMalformed.ShouldBeFalse();
    }

    [Fact]
    public void The_alert_looks_for_the_words_of_the_log()
    {
        const string Words = "set aside a document of kind";
        Repository.Read("infra/modules/alerts.bicep").ShouldContain($"contains '{Words}'");
        var lines = from type in (Type[])[typeof(SetAsideLog), typeof(ChallengeCatalogue)]
                    from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic)
                    let message = method.GetCustomAttribute<LoggerMessageAttribute>()?.Message
                    where message?.Contains("set aside", StringComparison.Ordinal) == true
                    select message;
        lines.ToList().ShouldAllBe(line => line.Contains(Words, StringComparison.Ordinal));
        lines.Count().ShouldBe(2);
    }

    private static async Task PlantAsync(IDocumentStore store, string user, string session, string task)
    {
        var (started, due, week) = (Now.AddHours(-2), Now.AddHours(-1), IsoWeek.Of(UserCalendar.Utc.DayOf(Now)));
        var writes = WriteSet.ForUser(user)
            .Create(new Account { Id = Account.DocumentId, UserId = user, Username = "good", Email = "good@example.com", AvatarUrl = "/avatars/1.png", CreatedAt = started, Settings = new UserSettings() })
            .Create(new FocusSession
            {
                Id = session,
                UserId = user,
                SessionType = SessionType.Focus,
                Status = SessionStatus.Active,
                PlannedMinutes = 60,
                StartedAt = started,
                RunningSince = started,
                PlannedEnd = due,
                Day = DayText.Write(UserCalendar.Utc.DayOf(started)),
            })
            .Create(new OpenSession { Id = OpenSession.FixedId, UserId = user, SessionId = session, DueAt = due })
            .Create(new TaskDocument { Id = task, UserId = user, Title = "Remind me", CreatedAt = started, UpdatedAt = started, ReminderEnabled = true, ReminderTime = due })
            .Create(new ShutdownPlan { Id = ShutdownPlan.FixedId, UserId = user, Day = "2026-11-22", DueAt = due })
            .Create(new OpenWork { Id = OpenWork.FixedId, UserId = user, WorkId = Guid.NewGuid().ToString("D"), StartedAt = started, WorkingSince = started, BreakDue = due })
            .Create(new WeekScore { Id = WeekScore.IdOf(week), UserId = user, Week = week.ToString(), Points = 75, ReachedAt = started })
            .Create(new WebhookDocument { Id = Guid.NewGuid().ToString("D"), UserId = user, Url = "https://hooks.invalid/", Events = [NotificationKind.TaskReminder], Secret = "whsec_c2VjcmV0", CreatedAt = started })
            .Create(NotificationDocument.Of(user, NotificationKind.TaskReminder, "a cause", "Title", "Message", due, due, []));
        (await writes.CommitAsync(store)).Succeeded.ShouldBeTrue();
    }

    private static async Task RunAsync(LocalApp app, string function)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/functions/" + function) { Content = JsonContent.Create(new { input = "" }) };
        request.Headers.Add("x-functions-key", app.MasterKey);
        (await app.Client.SendAsync(request)).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.Zero);
    }

    private static async Task<int> DeliveriesAsync(LocalApp app)
    {
        var count = 0;
        await foreach (var instance in app.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "webhook-" }))
            count += instance.InstanceId.Length > 0 ? 1 : 0;
        return count;
    }
}
