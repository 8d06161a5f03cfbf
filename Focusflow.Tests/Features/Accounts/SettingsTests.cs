using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.LocalRuntime.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class SettingsTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Settings_begin_with_defaults() =>
        (await (await ann.GetAsync("/api/users/settings")).Content.ReadAsStringAsync()).ShouldBe(
            """
            {"work_start_time":"09:00","work_end_time":"17:00","daily_shutdown_time":"17:00","max_daily_hours":8,"break_reminder_interval":60,
            "max_continuous_work":120,"pomodoro_work_duration":25,"pomodoro_break_duration":5,"pomodoro_long_break_duration":15,"focus_goal":480,
            "break_reminders_enabled":true,"overwork_notifications_enabled":true,"wellness_check_enabled":true,"email_notifications_enabled":true,
            "weekly_review_enabled":true,"email_undeliverable":false,"push_notifications_enabled":true,"quiet_from":"22:00","quiet_until":"07:00","shutdown_reminders_enabled":true,"shutdown_reflection_required":false,"timezone":"UTC",
            "day_starts_at":"00:00","work_days":["mon","tue","wed","thu","fri"],"date_format":"YYYY-MM-DD","time_format":"24h",
            "profile_visibility":"public","share_work_stats":true}
            """.ReplaceLineEndings(""));

    [Theory]
    [InlineData("PUT", "/api/users/settings")]
    [InlineData("PUT", "/api/users/settings/quick")]
    public async Task Every_setting_can_be_changed_alone(string method, string path)
    {
        var changes = JsonElement.Parse(
            """
            {"work_start_time":"08:15","work_end_time":"16:45","daily_shutdown_time":"18:00","max_daily_hours":16,"break_reminder_interval":10,
            "max_continuous_work":300,"pomodoro_work_duration":15,"pomodoro_break_duration":3,"pomodoro_long_break_duration":30,"focus_goal":1,
            "break_reminders_enabled":false,"overwork_notifications_enabled":false,"wellness_check_enabled":false,"email_notifications_enabled":false,
            "weekly_review_enabled":false,"push_notifications_enabled":false,"quiet_from":"23:00","quiet_until":"06:30","shutdown_reminders_enabled":false,"shutdown_reflection_required":true,"timezone":"America/New_York",
            "day_starts_at":"04:00","work_days":["sat","sun"],"date_format":"DD.MM.YYYY","time_format":"12h",
            "profile_visibility":"private","share_work_stats":false}
            """);
        foreach (var change in changes.EnumerateObject())
        {
            var before = await (await ann.GetAsync("/api/users/settings")).JsonAsync();
            var response = await ann.SendAsync(method, path, new Dictionary<string, JsonElement> { [change.Name] = change.Value });

            response.StatusCode.ShouldBe(HttpStatusCode.OK, change.Name);
            foreach (var setting in (await response.JsonAsync()).EnumerateObject())
            {
                var expected = setting.Name == change.Name ? change.Value : before.GetProperty(setting.Name);
                setting.Value.GetRawText().ShouldBe(expected.GetRawText(), $"{setting.Name} after changing {change.Name}");
            }
        }

        (await (await ann.GetAsync("/api/users/settings")).JsonAsync()).EnumerateObject().Select(setting => setting.Name).Where(name => name != "email_undeliverable")
            .ShouldBe(changes.EnumerateObject().Select(change => change.Name));
    }

    [Fact]
    public async Task A_zone_is_taken_in_any_case_and_kept_as_it_is_called()
    {
        var response = await ann.SendAsync("PUT", "/api/users/settings", new { timezone = "europe/BERLIN" });
        (await response.JsonAsync()).Text("timezone").ShouldBe("Europe/Berlin");
        response = await ann.SendAsync("PUT", "/api/users/profile", new { timezone = "pacific/auckland" });
        (await response.JsonAsync()).Text("timezone").ShouldBe("Pacific/Auckland");
    }

    [Theory]
    [InlineData("""{"timezone":"UTC+01:23:45"}""")]
    [InlineData("""{"max_daily_hours":17}""")]
    [InlineData("""{"max_daily_hours":0}""")]
    [InlineData("""{"break_reminder_interval":9}""")]
    [InlineData("""{"max_continuous_work":301}""")]
    [InlineData("""{"pomodoro_work_duration":14}""")]
    [InlineData("""{"pomodoro_break_duration":16}""")]
    [InlineData("""{"pomodoro_long_break_duration":9}""")]
    [InlineData("""{"focus_goal":0}""")]
    [InlineData("""{"work_start_time":"9:00"}""")]
    [InlineData("""{"day_starts_at":"24:00"}""")]
    [InlineData("""{"work_days":["monday"]}""")]
    [InlineData("""{"work_days":"mon"}""")]
    [InlineData("""{"work_days":null}""")]
    [InlineData("""{"profile_visibility":"friends"}""")]
    [InlineData("""{"timezone":"Nowhere"}""")]
    [InlineData("""{"share_work_stats":null}""")]
    [InlineData("""{"pomodoro_work_duration":61}""")]
    [InlineData("""{"pomodoro_work_duration":"25"}""")]
    [InlineData("""{"pomodoro_break_duration":null}""")]
    [InlineData("""{"pomodoro_break_duration":2}""")]
    [InlineData("""{"pomodoro_long_break_duration":31}""")]
    [InlineData("""{"pomodoro_long_break_duration":15.5}""")]
    [InlineData("""{"work_end_time":null}""")]
    [InlineData("""{"work_end_time":1700}""")]
    [InlineData("""{"work_start_time":"25:00"}""")]
    [InlineData("""{"shutdown_reflection_required":"yes"}""")]
    [InlineData("""{"shutdown_reflection_required":null}""")]
    [InlineData("""{"date_format":null}""")]
    [InlineData("""{"date_format":" "}""")]
    [InlineData("""{"date_format":7}""")]
    [InlineData("""{"date_format":"DD.MM.YYYY and then some more of it"}""")]
    [InlineData("""{"time_format":null}""")]
    [InlineData("""{"time_format":""}""")]
    [InlineData("""{"time_format":["24h"]}""")]
    [InlineData("""{"time_format":"H:mm, and the seconds: ss, and am"}""")]
    public async Task A_setting_out_of_bounds_is_refused(string body) =>
        (await ann.PutAsync("/api/users/settings", JsonElement.Parse(body))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task Work_days_come_back_in_the_order_of_the_week_each_once()
    {
        var settings = await (await ann.PutAsync("/api/users/settings", new { work_days = new[] { "fri", "mon", "fri" } })).JsonAsync();

        settings.GetProperty("work_days").GetRawText().ShouldBe("""["mon","fri"]""");
    }

    [Fact]
    public async Task Zone_and_day_start_take_effect_with_the_next_request()
    {
        var directory = app.Services.GetRequiredService<AccountDirectory>();
        var subject = new TokenSubject(ann.Id, "", DateTimeOffset.MaxValue);
        (await directory.FindAsync(subject))!.Calendar.Zone.Id.ShouldBe("UTC");

        await ann.PutAsync("/api/users/settings", new { timezone = "Pacific/Auckland", day_starts_at = "04:30" });

        var calendar = (await directory.FindAsync(subject))!.Calendar;
        calendar.Zone.Id.ShouldBe("Pacific/Auckland");
        calendar.DayStartsAt.ShouldBe(new LocalTime(4, 30));
        (await (await ann.GetAsync("/api/auth/user")).JsonAsync()).Text("timezone").ShouldBe("Pacific/Auckland");
    }
}
