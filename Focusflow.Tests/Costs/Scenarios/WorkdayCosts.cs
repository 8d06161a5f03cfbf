using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Reminders of a working day. They come at full minutes, so this needs an app whose other timer functions are left out.</summary>
internal static class WorkdayCosts
{
    public const string BreakDue = "a break reminder is due, the next is planned";
    public const string ThirdHardDay = "the third hard day in a row: it is asked how the user is";
    public const string DayFull = "the hours of the day are over: it is told, and the day noted";
    public const string ShutdownDue = "a shutdown reminder is due, the next is planned";

    public static async Task MeasureAsync(CostMeter meter)
    {
        const string Email = "worker@example.com";
        await meter.App.RegisterAsync(Email);
        await meter.SignInAsync(Email);
        await meter.PrepareAsync("PUT", "/users/settings/quick", new { daily_shutdown_time = "11:30", break_reminder_interval = 10 });
        await meter.PrepareAsync("POST", "/time-logs/start-work");
        await meter.PassAsync(TimeSpan.FromSeconds(599));
        await meter.PassAsync("BreakReminder", TimeSpan.FromSeconds(3), BreakDue);
        await meter.PrepareAsync("PUT", "/users/settings/quick", new { break_reminders_enabled = false, max_daily_hours = 1 }); // ten minutes are over
        await meter.PassAsync(TimeSpan.FromSeconds((50 * 60) - 4));
        await meter.PassAsync("BreakReminder", TimeSpan.FromSeconds(4), DayFull);
        await meter.SignInAsync(Email);
        await meter.PrepareAsync("POST", "/time-logs/end-work");
        await meter.CallAsync("POST", "/dashboard/shutdown-reflection", new { productivity_rating = "tough", shutdown_date = meter.Now.AddDays(-1) }, note: "a tough day, without a note");
        await meter.PassAsync(new DateTimeOffset(meter.Now.Date.AddHours(11.5), TimeSpan.Zero).AddSeconds(-1) - meter.Now);
        await meter.PassAsync("ShutdownReminder", TimeSpan.FromSeconds(3), ShutdownDue);
        await meter.PassAsync(TimeSpan.FromDays(1));
        await meter.SignInAsync(Email);
        await meter.CallAsync("POST", "/dashboard/shutdown-reflection", new { productivity_rating = "tough", reflection_note = "So much to do" }, note: ThirdHardDay);
    }
}
