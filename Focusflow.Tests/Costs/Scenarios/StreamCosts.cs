namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>The stream of notifications, up to its first sign of life.</summary>
internal static class StreamCosts
{
    public const string Again = "opened again, nothing new";

    public static async Task MeasureAsync(CostMeter meter)
    {
        await meter.ToSecondAsync(5);
        string? last;
        using (var stream = await meter.StreamAsync("opened"))
        {
            await meter.PrepareAsync("POST", "/tasks", new { title = "Stretch", reminder_enabled = true, reminder_time = meter.Now.AddSeconds(2) });
            await meter.PassAsync("StreamNotifications", TimeSpan.FromSeconds(3), "one sent, with TaskReminder", async () =>
            {
                await stream.EventAsync();
                await meter.CommittedAsync(2);
            });
            last = stream.LastId;
        }

        await meter.ToSecondAsync(5);
        using var again = await meter.StreamAsync(Again, last);
    }
}
