using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>The app in the middle of a day of two people, for the page to show.</summary>
internal static class MadeUpDay
{
    public const string Ann = "ann@example.com";

    public static async Task<LocalApp> StartAsync()
    {
        var app = await FocusflowTestApp.StartAsync();
        var ben = await app.RegisterAsync("ben@example.com");
        await ben.PostAsync("/api/tasks", new { title = "Water the plants", tags = new[] { "home" } });
        var ann = await app.RegisterAsync(Ann);
        await ann.PostAsync("/api/tasks", new { title = "Complete project", priority = "high", due_date = "2025-09-29T17:00:00Z", tags = new[] { "work", "urgent" } });
        await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = "2025-09-29T08:20:00Z" });
        await ann.PostAsync("/api/tasks", new { title = "Send the invoice", reminder_enabled = true, reminder_time = "2025-09-29T15:30:00Z" });
        await ann.PostAsync("/api/dashboard/clock-in", new { });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(21));
        await ann.PostAsync("/api/focus-sessions/start", new { session_type = "focus", duration_minutes = 25 });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(4));
        return app;
    }
}
