using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Challenges;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Leaderboard;
using Focusflow.Tests.Foundation.OpenApi;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.EarlierClients;

/// <summary>What a client does that was written for another backend, by the names and fields that it knows.</summary>
public sealed class EarlierClientTests
{
    private const string Now = "2026-11-18T08:00:00Z";

    /// <summary>Such a client never refreshes its token, so the whole day is one session.</summary>
    [Fact]
    public async Task A_client_gets_through_its_day_by_the_names_that_it_knows()
    {
        await using var day = await EarlierClient.StartAsync(Now);

        await OnboardAsync(day);
        await PlanAsync(day);
        await FocusAsync(day);
        await RestAsync(day);
        await EndTheDayAsync(day);
        await CompeteAsync(day);
        await ChangeSettingsAsync(day);
        await LeaveAsync(day);
    }

    [Theory]
    [InlineData("09:00 AM", "09:00")]
    [InlineData("9:05 pm", "21:05")]
    [InlineData("12:00 AM", "00:00")]
    [InlineData("12:30 PM", "12:30")]
    [InlineData("17:30", "17:30")]
    public async Task Times_of_the_onboarding_are_read_as_people_write_them(string sent, string kept)
    {
        await using var day = await EarlierClient.StartAsync(Now);
        await day.PostAsync("/auth/complete-onboarding", new { clock_in_time = sent, clock_out_time = (string?)null, focus_goal = (int?)null });
        var settings = await day.GetAsync("/users/settings");
        (settings.Text("work_start_time"), settings.GetProperty("focus_goal").GetInt32()).ShouldBe((kept, 480));
    }

    [Theory]
    [InlineData("""{"clock_in_time": "25:00"}""", "clock_in_time")]
    [InlineData("""{"clock_out_time": "half past five"}""", "clock_out_time")]
    [InlineData("""{"clock_in_time": 9}""", "clock_in_time")]
    [InlineData("""{"focus_goal": 0}""", "focus_goal")]
    [InlineData("""{"timezone": "Berlin"}""", "timezone")]
    [InlineData("""{"preferences": {"focus_goal": 0}}""", "focus_goal")]
    public async Task What_is_wrong_in_the_onboarding_is_named_and_nothing_is_kept(string body, string field)
    {
        await using var day = await EarlierClient.StartAsync(Now);
        var problem = await day.PostAsync("/users/complete-onboarding", JsonElement.Parse(body), HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        (await day.GetAsync("/auth/user")).GetProperty("onboarding_completed").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_is_deleted_with_its_password_in_the_header_or_in_the_body(bool header)
    {
        await using var day = await EarlierClient.StartAsync(Now);
        await DeleteAsync(null, HttpStatusCode.UnprocessableEntity, ("X-Confirm-Password", "not it at all"));
        await DeleteAsync(new { password = "not it at all" }, HttpStatusCode.UnprocessableEntity);
        await DeleteAsync(null, HttpStatusCode.BadRequest);
        await DeleteAsync(new { }, HttpStatusCode.UnprocessableEntity);

        await DeleteAsync(
            header ? null : new { password = FocusflowTestApp.Password },
            HttpStatusCode.NoContent,
            header ? [("X-Confirm-Password", FocusflowTestApp.Password)] : []);
        (await day.App.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        Task<JsonElement> DeleteAsync(object? body, HttpStatusCode expect, params (string, string)[] headers) =>
            day.SendAsync("DELETE", "/users/delete", body, expect, headers);
    }

    [Fact]
    public void Every_route_of_an_earlier_name_is_marked_as_deprecated_and_no_other() =>
        (from path in ApiContract.Of.Document["paths"]!.AsObject()
         from operation in path.Value!.AsObject()
         where (bool?)operation.Value!["deprecated"] == true
         select $"{operation.Key} {path.Key}").ShouldBe(
            [
                "post /auth/complete-onboarding", "post /users/complete-onboarding", "post /focus-sessions/{id}/end", "post /break-sessions/start",
                "post /break-sessions/{id}/end", "post /break-sessions/{id}/pause", "post /break-sessions/{id}/resume",
                "get /time-logs/daily-summary", "delete /users/delete",
            ],
            ignoreOrder: true);

    private static async Task OnboardAsync(EarlierClient day)
    {
        (await day.GetAsync("/auth/user")).GetProperty("onboarding_completed").GetBoolean().ShouldBeFalse();
        var user = await day.PostAsync("/users/complete-onboarding", new
        {
            clock_in_time = "09:00 AM",
            clock_out_time = "05:30 PM",
            focus_goal = 25,
            timezone = "Europe/Berlin",
            avatar_url = "/avatars/avatar-1.png",
            preferences = new { break_reminders_enabled = false, favourite_colour = "green" },
        });
        user.GetProperty("onboarding_completed").GetBoolean().ShouldBeTrue();
        user.Text("timezone").ShouldBe("Europe/Berlin");
        user.Text("avatar_url").ShouldEndWith("/avatars/avatar-1.png");
        user.GetProperty("preferences").Text("favourite_colour").ShouldBe("green");

        var settings = await day.GetAsync("/users/settings");
        (settings.Text("work_start_time"), settings.Text("work_end_time"), settings.GetProperty("focus_goal").GetInt32()).ShouldBe(("09:00", "17:30", 25));
        settings.GetProperty("break_reminders_enabled").GetBoolean().ShouldBeFalse();
    }

    private static async Task PlanAsync(EarlierClient day)
    {
        await day.PostAsync("/dashboard/clock-in", null, HttpStatusCode.Created);
        for (var i = 0; i < 60; i++)
            await day.PostAsync("/tasks/", new { title = $"Task {i}", due_date = "2026-11-18T16:00:00Z" }, HttpStatusCode.Created);

        (await day.GetAsync("/dashboard/data")).GetProperty("leaderboard")[0].GetProperty("isCurrentUser").GetBoolean().ShouldBeTrue();
        var tasks = await day.GetAsync("/tasks/");
        tasks.GetArrayLength().ShouldBe(60);
        await day.SendAsync("PUT", $"/tasks/{tasks[0].Text("id")}", new { completed = true });
        (await day.GetAsync("/tasks/?completed=false")).GetArrayLength().ShouldBe(59);
    }

    private static async Task FocusAsync(EarlierClient day)
    {
        (await day.GetAsync("/current-session")).ValueKind.ShouldBe(JsonValueKind.Null);
        var session = await day.PostAsync("/focus-sessions/start", new { planned_duration = 50, type = "focus" }, HttpStatusCode.Created);
        (session.Text("type"), session.GetProperty("planned_duration").GetInt32()).ShouldBe(("focus", 50));
        (await day.PostAsync("/focus-sessions/start", new { planned_duration = 5, type = "break" }, HttpStatusCode.Conflict))
            .Text("message").ShouldBe("Active focus session already exists");

        await day.PassAsync(30);
        (await day.GetAsync("/current-session")).Text("type").ShouldBe("focus");
        var ended = await day.PostAsync($"/focus-sessions/{session.Text("session_id")}/end");
        (ended.Text("status"), ended.GetProperty("actual_duration").GetInt32()).ShouldBe(("completed", 30));
    }

    [Fact]
    public async Task A_break_without_a_length_is_as_long_as_the_settings_say_under_the_earlier_name_as_well()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        (await ann.PutAsync("/api/users/settings", new { pomodoro_break_duration = 12 })).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var wrong in (object[])[new { planned_duration = (int?)null }, new { planned_duration = "5" }, new { planned_duration = 0 }])
            (await ann.PostAsync("/api/break-sessions/start", wrong)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var begun = await ann.PostAsync("/api/break-sessions/start", new { pomodoro = true });

        begun.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await begun.JsonAsync()).GetProperty("planned_duration").GetInt32().ShouldBe(12);
    }

    private static async Task RestAsync(EarlierClient day)
    {
        var response = await day.Person.PostAsync("/api/break-sessions/start", new { planned_duration = 10 });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var pause = await response.JsonAsync();
        var id = pause.Text("session_id");
        pause.Text("type").ShouldBe("break");
        response.Headers.Location!.OriginalString.ShouldBe($"/api/focus-sessions/{id}");
        (await day.GetAsync($"/focus-sessions/{id}")).Text("type").ShouldBe("break");

        (await day.PostAsync($"/break-sessions/{id}/pause")).Text("status").ShouldBe("paused");
        await day.PassAsync(20);
        (await day.PostAsync($"/break-sessions/{id}/resume")).Text("status").ShouldBe("active");
        await day.PassAsync(5);
        (await day.PostAsync($"/break-sessions/{id}/end")).Text("status").ShouldBe("completed");
        (await day.PostAsync($"/break-sessions/{Guid.NewGuid()}/end", null, HttpStatusCode.NotFound)).Text("message").ShouldNotBeEmpty();

        var summary = await day.GetAsync("/time-logs/daily-summary?date=2026-11-18");
        summary.GetProperty("sessions").GetArrayLength().ShouldBe(2);
        summary.GetProperty("sessions").GetRawText().ShouldBe(summary.GetProperty("focus_sessions").GetRawText());
        (summary.GetProperty("total_focus_time").GetInt32(), summary.GetProperty("total_break_time").GetInt32()).ShouldBe((1800, 300));
        (await day.GetAsync("/daily-summary?date=2026-11-18")).GetProperty("total_focus_time").GetInt32().ShouldBe(1800);
    }

    private static async Task EndTheDayAsync(EarlierClient day)
    {
        await day.PostAsync("/dashboard/clock-out");
        var summary = await day.GetAsync("/dashboard/shutdown-summary");
        (summary.GetProperty("tasksTotal").GetInt32(), summary.GetProperty("tasksCompleted").GetInt32()).ShouldBe((60, 1));
        summary.GetProperty("pointsEarned").GetInt32().ShouldBe(30);
        await day.PostAsync("/dashboard/shutdown-reflection", new { productivity_rating = "good", mindful_disconnect_completed = new[] { true, false } });
        (await day.GetAsync("/dashboard/shutdown-history?limit=30")).GetArrayLength().ShouldBe(1);
    }

    private static async Task CompeteAsync(EarlierClient day)
    {
        (await day.GetAsync("/challenges/stats")).GetProperty("shutdownStreak").GetInt32().ShouldBe(1);
        var joined = await day.PostAsync($"/challenges/{DefaultChallenges.TaskFinisher}/join");
        var shown = (await day.GetAsync("/challenges/week")).EnumerateArray().Single(one => one.Text("id") == DefaultChallenges.TaskFinisher);
        foreach (var challenge in new[] { joined, shown })
        {
            challenge.GetProperty("joinedCount").GetInt32().ShouldBe(1);
            challenge.GetProperty("joinedAvatars")[0].GetString().ShouldEndWith("/avatars/avatar-1.png");
        }

        foreach (var task in (await day.GetAsync("/tasks?completed=false")).EnumerateArray().Take(15))
            await day.SendAsync("PUT", $"/tasks/{task.Text("id")}/complete", null);
        var stats = await day.GetAsync("/challenges/stats");
        (stats.GetProperty("totalPoints").GetInt32(), stats.GetProperty("challengesDone").GetInt32()).ShouldBe((75, 1));
        stats.Text("avgShutdownTime").ShouldBe(stats.Text("avg_shutdown_time"));
        var leader = (await day.GetAsync("/challenges/leaders"))[0];
        (leader.GetProperty("isCurrentUser").GetBoolean(), leader.GetProperty("points").GetInt32()).ShouldBe((true, 75));
        await day.SendAsync("DELETE", $"/challenges/{DefaultChallenges.TaskFinisher}/leave", null);
    }

    private static async Task ChangeSettingsAsync(EarlierClient day)
    {
        var settings = await day.SendAsync("PUT", "/users/settings", new { pomodoro_work_duration = 45, work_days = new[] { "mon", "tue" } });
        settings.GetProperty("pomodoro_work_duration").GetInt32().ShouldBe(45);
        (await day.SendAsync("PUT", "/users/settings", new { pomodoro_work_duration = 90 }, HttpStatusCode.UnprocessableEntity))
            .Text("message").ShouldBe("pomodoro_work_duration must be from 15 to 60.");
        (await day.SendAsync("PUT", "/users/profile", new { full_name = "Ann at Work" })).Text("name").ShouldBe("Ann at Work");
    }

    private static async Task LeaveAsync(EarlierClient day)
    {
        await day.SendAsync("DELETE", "/users/delete", null, HttpStatusCode.NoContent, ("X-Confirm-Password", FocusflowTestApp.Password));
        (await day.Person.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await day.App.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
