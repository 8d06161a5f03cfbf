using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Reminders of a working day. They come at full minutes, so this needs an app whose other timer functions are left out.</summary>
internal static class WorkdayCosts
{
    public const string BreakDue = "a break reminder is due, the next is planned";
    public const string ShutdownDue = "a shutdown reminder is due, the next is planned";

    public static async Task MeasureAsync(CostMeter meter)
    {
        const string Email = "worker@example.com";
        await meter.App.RegisterAsync(Email);
        await meter.SignInAsync(Email);
        await meter.PrepareAsync("PUT", "/users/settings/quick", new { daily_shutdown_time = "08:30", break_reminder_interval = 10 });
        await meter.PrepareAsync("POST", "/time-logs/start-work");
        await meter.PassAsync(TimeSpan.FromSeconds(599));
        await meter.PassAsync("BreakReminder", TimeSpan.FromSeconds(3), BreakDue);
        await meter.PrepareAsync("POST", "/time-logs/end-work");
        await meter.PassAsync(new DateTimeOffset(meter.Now.Date.AddHours(8.5), TimeSpan.Zero).AddSeconds(-1) - meter.Now);
        await meter.PassAsync("ShutdownReminder", TimeSpan.FromSeconds(3), ShutdownDue);
    }
}
