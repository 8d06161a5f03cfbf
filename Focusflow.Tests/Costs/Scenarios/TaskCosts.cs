using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Tasks, their reminders, notifications and the calendar feed, for somebody with 25 tasks.</summary>
internal static class TaskCosts
{
    public const string NoChallenge = "no challenge joined";
    public const string Reminded = "a reminder is due";
    private const int Open = 25;

    private const string Description =
        "Ask for the numbers of the last quarter, compare them with the plan, and write down what is to be decided on Thursday.";

    public static async Task MeasureAsync(CostMeter meter)
    {
        for (var i = 1; i <= Open; i++)
            await meter.PrepareAsync("POST", "/tasks", Fields($"Task {i}", meter.Now.AddHours(i)));
        var task = (await meter.CallAsync("POST", "/tasks", Fields("Call Sophie", meter.Now.AddHours(4)))).Text("id");
        await meter.CallAsync("GET", $"/tasks/{task}");
        await meter.CallAsync("GET", "/tasks", note: $"{Open + 1} tasks");
        await meter.CallAsync("GET", "/tasks?due_date_range=today&sort=due_date", note: "those of today");
        await meter.CallAsync("GET", "/tasks?q=plan&tags=work", note: $"searched, all {Open + 1} found");
        await meter.CallAsync("PATCH", $"/tasks/{task}", new { title = "Call Sophie at noon" });
        await meter.CallAsync("GET", $"/tasks/{task}/time");
        await meter.CallAsync("PUT", $"/tasks/{task}/complete", note: NoChallenge);
        await meter.CallAsync("PUT", $"/tasks/{task}/uncomplete");
        var step = (await meter.PrepareAsync("PATCH", $"/tasks/{task}", new { steps = new[] { new { title = "Find the number" } } })).GetProperty("steps")[0].Text("id");
        await meter.CallAsync("PUT", $"/tasks/{task}/steps/{step}/complete");
        await meter.CallAsync("PUT", $"/tasks/{task}/steps/{step}/uncomplete");
        await meter.CallAsync("DELETE", $"/tasks/{task}");

        var daily = (await meter.PrepareAsync("POST", "/tasks", new { title = "Read the numbers", description = Description, due_date = "2026-11-18", recurrence = "FREQ=DAILY" })).Text("id");
        await meter.CallAsync("PUT", $"/tasks/{daily}/skip");
        await meter.CallAsync("PUT", $"/tasks/{daily}/complete", note: "one that repeats, no challenge joined");
        await MeasureReminderAsync(meter);

        var address = (await meter.CallAsync("POST", "/users/me/calendar")).Text("url");
        await meter.CallAsync("GET", "/users/me/calendar");
        await meter.CallAsync("GET", new Uri(address).AbsolutePath["/api".Length..], note: $"{Open} tasks with due dates");
        await meter.CallAsync("DELETE", "/users/me/calendar");
    }

    private static async Task MeasureReminderAsync(CostMeter meter)
    {
        await meter.ToSecondAsync(5);
        await meter.RunAsync("SweepTaskReminders", ChallengeCosts.Nothing);
        await meter.PrepareAsync("POST", "/tasks", new { title = "Water the plants", reminder_enabled = true, reminder_time = meter.Now.AddSeconds(10) });
        await meter.PassAsync("TaskReminder", TimeSpan.FromSeconds(12), Reminded);
        var notifications = await meter.CallAsync("GET", "/notifications", note: "one");
        await meter.CallAsync("POST", $"/notifications/{notifications[0].Text("id")}/read");
        await meter.PrepareAsync("POST", "/tasks", new { title = "Feed the cat", reminder_enabled = true, reminder_time = meter.Now.AddSeconds(2) });
        await meter.PassAsync(TimeSpan.FromSeconds(3));
        await meter.CallAsync("POST", "/notifications/read-all", note: "one unread");
    }

    private static object Fields(string title, DateTimeOffset due) =>
        new { title, description = Description, priority = "high", due_date = due, tags = new[] { "work", "planning" } };
}
