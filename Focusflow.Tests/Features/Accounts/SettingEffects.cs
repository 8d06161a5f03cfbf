using System.Net;
using System.Text.Json;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Tests.Features.Reminders;
using Shouldly;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>The settings as users know them, each with what it does. Stories begin on a Monday, 06:00Z, where they do not say otherwise.</summary>
internal static class SettingEffects
{
    private const string Sunday = "2025-10-12T10:00:00Z";
    private const string Inside = "Focus in the hours of work is told apart in insights, and the hours are marked in the picture of the year";

    public static IReadOnlyDictionary<string, SettingEffect> All { get; } = new Dictionary<string, SettingEffect>(StringComparer.Ordinal)
    {
        ["work_start_time"] = new($"{Inside}: from when on", "\"09:00\"", "3600", "\"10:30\"", "1800", InsideAsync),
        ["work_end_time"] = new($"{Inside}: until when", "\"17:00\"", "3600", "\"10:15\"", "900", InsideAsync),
        ["daily_shutdown_time"] = new("When the shutdown reminder comes", "\"17:00\"", "2025-10-06T17:00:00Z", "\"16:00\"", "2025-10-06T16:00:00Z", ShutdownsAsync),
        ["max_daily_hours"] = new(
            "After how many hours of work a day it is told that it is enough, and the day counts as a hard one", "8", "2025-10-06T09:00:00Z, 2025-10-06T15:00:00Z", "4", "2025-10-06T09:00:00Z, 2025-10-06T11:00:00Z", OverworkAsync),
        ["break_reminder_interval"] = new("After how many minutes of work a break is suggested", "60", "2025-10-06T08:00:00Z", "40", "2025-10-06T07:40:00Z", BreaksAsync),
        ["max_continuous_work"] = new(
            "After how many minutes without a break it is told that it is too long", "120", "2025-10-06T09:00:00Z, 2025-10-06T15:00:00Z", "60", "2025-10-06T08:00:00Z, 2025-10-06T15:00:00Z", OverworkAsync),
        ["pomodoro_work_duration"] = new("How many minutes a focus session has that is begun as a pomodoro", "25", "25", "50", "50", life => life.PlannedAsync("focus")),
        ["pomodoro_break_duration"] = new("How many minutes a break has that is begun as a pomodoro", "5", "5", "10", "10", life => life.PlannedAsync("break")),
        ["pomodoro_long_break_duration"] = new("The same after every fourth focus session that was completed on the day", "15", "15", "30", "30", LongBreakAsync),
        ["focus_goal"] = new("The minutes of focus that the day's points and the productivity score of the dashboard are measured by", "480", "10, 13", "60", "25, 100", GoalAsync),
        ["break_reminders_enabled"] = new("Whether breaks are suggested", "true", "2025-10-06T08:00:00Z", "false", "", BreaksAsync),
        ["overwork_notifications_enabled"] = new("Whether too much work is told of", "true", "2025-10-06T09:00:00Z, 2025-10-06T15:00:00Z", "false", "", OverworkAsync),
        ["wellness_check_enabled"] = new("Whether the user is asked how it goes after three hard days", "true", "2025-10-08T16:00:00Z", "false", "", WellnessAsync),
        ["email_notifications_enabled"] = new("Whether anything is mailed but what is about the account", "true", "Remember: Call Sophie", "false", "", MailedAsync),
        ["weekly_review_enabled"] = new("Whether the weekly review is mailed", "true", "Your week from 2025-10-06 to 2025-10-12", "false", "", ReviewedAsync) { Begins = Sunday },
        ["email_undeliverable"] = new(
            "Told, not set: the mail server refuses the address, and nothing but codes is mailed there until one has arrived",
            "false", "False: Remember: Call Sophie, Remember: Call Ben", "true", "True: ", UndeliverableAsync)
        { Told = AnswerOfTheServerAsync },
        ["push_notifications_enabled"] = new("Whether anything is pushed to browsers", "true", "Task reminder", "false", "", PushedAsync),
        ["quiet_from"] = new("From when on nothing comes by push or mail that need not come just then", "\"22:00\"", "Time for a break", "\"21:00\"", "", PushedAtNightAsync) { Begins = "2025-10-06T20:00:00Z" },
        ["quiet_until"] = new("Until when", "\"07:00\"", "Your week from 2025-10-06 to 2025-10-12", "\"09:00\"", "", ReviewedAsync) { Begins = Sunday },
        ["shutdown_reminders_enabled"] = new("Whether the shutdown is reminded of", "true", "2025-10-06T17:00:00Z", "false", "", ShutdownsAsync),
        ["shutdown_reflection_required"] = new("Whether a reflection without a note is refused", "false", "OK", "true", "UnprocessableEntity", ReflectAsync),
        ["timezone"] = new("The zone of the user's days and times", "\"UTC\"", "2025-10-06T17:00:00Z", "\"Europe/Berlin\"", "2025-10-06T15:00:00Z", ShutdownsAsync),
        ["day_starts_at"] = new("When the user's days start", "\"00:00\"", "2025-10-06T00:00:00Z", "\"07:00\"", "2025-10-05T00:00:00Z", TodayAsync),
        ["work_days"] = new("The days with shutdown reminders and hours of work; others break no streak", """["mon"]""", "2025-10-06T17:00:00Z", """["tue"]""", "", ShutdownsAsync),
        ["date_format"] = new(
            "How dates are written in mails and pictures: `YYYY YY MMMM MMM MM M DD D` and what is around them", "\"YYYY-MM-DD\"", "Your week from 2025-10-06 to 2025-10-12", "\"D. MMM YYYY\"", "Your week from 6. Oct 2025 to 12. Oct 2025", ReviewedAsync)
        { Begins = Sunday },
        ["time_format"] = new(
            "How times of day are written there: `24h`, `12h` or `HH H hh h mm m ss s a A`", "\"24h\"", "It is due on 2025-10-06, 15:30.", "\"12h\"", "It is due on 2025-10-06, 3:30 PM.", DueAsync),
        ["profile_visibility"] = new("Whether others see the user on leaderboards", "\"public\"", "Ann Example 75", "\"private\"", "", SeenByOthersAsync),
        ["share_work_stats"] = new("Whether others see the user's points, and with them the user on leaderboards", "true", "Ann Example 75", "false", "", SeenByOthersAsync),
    };

    private static async Task<string> InsideAsync(SettingLife life)
    {
        await life.FocusAsync("2025-10-06T10:00:00Z", 60);
        return (await life.Client.GetAsync("/api/insights")).GetProperty("focus").GetProperty("working_hours").GetProperty("inside_seconds").GetRawText();
    }

    private static async Task<string> ShutdownsAsync(SettingLife life)
    {
        await life.Client.UntilAsync("2025-10-06T17:10:00Z");
        return string.Join(", ", await life.Client.ShutdownsAsync());
    }

    private static async Task<string> OverworkAsync(SettingLife life)
    {
        await life.WorkAsync("2025-10-06T07:00:00Z", "2025-10-06T15:10:00Z");
        return string.Join(", ", await life.Client.OverworkAsync());
    }

    private static async Task<string> BreaksAsync(SettingLife life)
    {
        await life.WorkAsync("2025-10-06T07:00:00Z", "2025-10-06T08:10:00Z");
        return string.Join(", ", await life.Client.BreaksAsync());
    }

    private static async Task<string> LongBreakAsync(SettingLife life)
    {
        for (var i = 0; i < 4; i++)
            await life.Client.DoAsync("complete", await life.Client.StartAsync(25));
        return await life.PlannedAsync("break");
    }

    private static async Task<string> GoalAsync(SettingLife life)
    {
        await life.FocusAsync("2025-10-06T10:00:00Z", 60);
        var points = (await life.Client.GetAsync("/api/dashboard/shutdown-summary")).GetProperty("pointsEarned");
        return $"{points}, {(await life.Client.GetAsync("/api/dashboard/data")).GetProperty("productivityScore")}";
    }

    private static async Task<string> WellnessAsync(SettingLife life)
    {
        for (var day = 6; day <= 8; day++)
        {
            await life.Client.UntilAsync($"2025-10-{day:D2}T16:00:00Z");
            await life.Client.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "tough", reflection_note = "So much to do" });
        }

        return string.Join(", ", await life.Client.WellnessAsync());
    }

    private static async Task<string> MailedAsync(SettingLife life)
    {
        await life.RemindAsync("Call Sophie");
        return life.Mails;
    }

    private static async Task<string> ReviewedAsync(SettingLife life)
    {
        await life.FocusAsync("2025-10-12T12:00:00Z", 25);
        await life.Client.UntilAsync("2025-10-13T08:00:00Z");
        return life.Mails;
    }

    /// <summary>What is sent by a user does not count; the server's answer to the first reminder does.</summary>
    private static async Task AnswerOfTheServerAsync(SettingLife life, string refused)
    {
        await life.SetAsync("email_undeliverable", "true");
        (await life.Client.GetAsync("/api/users/settings")).GetProperty("email_undeliverable").GetBoolean().ShouldBeFalse();
        life.Post.Result = refused == "true" ? MailResult.Refused : MailResult.Sent;
        await life.RemindAsync("Call Sophie");
    }

    private static async Task<string> UndeliverableAsync(SettingLife life)
    {
        life.Post.Result = MailResult.Sent;
        await life.RemindAsync("Call Ben");
        return $"{(await life.Client.GetAsync("/api/users/settings")).GetProperty("email_undeliverable")}: {life.Mails}";
    }

    private static async Task<string> PushedAsync(SettingLife life)
    {
        await life.SubscribeAsync();
        await life.RemindAsync("Call Sophie");
        return life.Pushes;
    }

    private static async Task<string> PushedAtNightAsync(SettingLife life)
    {
        await life.SubscribeAsync();
        await life.WorkAsync("2025-10-06T20:20:00Z", "2025-10-06T21:30:00Z");
        return life.Pushes;
    }

    private static async Task<string> ReflectAsync(SettingLife life) =>
        (await life.Client.Person.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good" })).StatusCode.ToString();

    private static async Task<string> TodayAsync(SettingLife life) => (await life.Client.GetAsync("/api/daily-summary")).Text("date");

    private static async Task<string> DueAsync(SettingLife life)
    {
        await life.RemindAsync("Call Sophie", due: "2025-10-06T15:30:00Z");
        return life.Post.Sent[^1].Text.ReplaceLineEndings("\n").Split('\n').Single(line => line.StartsWith("It is due", StringComparison.Ordinal));
    }

    /// <summary>The leaderboard as somebody else sees it.</summary>
    private static async Task<string> SeenByOthersAsync(SettingLife life)
    {
        var challenges = await life.Client.GetAsync("/api/challenges/week");
        var finisher = challenges.EnumerateArray().Single(one => one.Text("name") == "Task Finisher").Text("id");
        await life.Client.PostAsync($"/api/challenges/{finisher}/join");
        for (var i = 0; i < 15; i++)
        {
            var task = await life.Client.PostAsync("/api/tasks", new { title = $"Task {i}" }, HttpStatusCode.Created);
            (await life.Client.Person.PutAsync($"/api/tasks/{task.Text("id")}/complete", new { })).EnsureSuccessStatusCode();
        }

        await life.Client.UntilAsync("2025-10-06T07:01:00Z");
        var ben = await life.Client.App.RegisterAsync("ben@example.com");
        var board = await (await ben.GetAsync("/api/challenges/leaders")).JsonAsync();
        return string.Join(", ", board.EnumerateArray().Where(row => !row.GetProperty("is_current_user").GetBoolean()).Select(row => $"{row.Text("name")} {row.GetProperty("points")}"));
    }
}
