using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Webhooks. Comes last: the dispatcher first reads what all others have written.</summary>
internal static class WebhookCosts
{
    public const string One = "one reminder for one webhook, with DeliverWebhook";

    public static async Task MeasureAsync(CostMeter meter)
    {
        var webhook = (await meter.CallAsync("POST", "/webhooks", new { url = "https://example.com/hook" })).Text("id");
        await meter.CallAsync("GET", "/webhooks");
        await meter.CallAsync("POST", $"/webhooks/{webhook}/test");
        await meter.CallAsync("GET", $"/webhooks/{webhook}/attempts");
        await meter.CallAsync("POST", $"/webhooks/{webhook}/enable");
        await meter.ToSecondAsync(5);
        await meter.RunAsync("DispatchWebhooks", null);
        await meter.RunAsync("DispatchWebhooks", ChallengeCosts.Nothing);
        await meter.PrepareAsync("POST", "/tasks", new { title = "Lock the door", reminder_enabled = true, reminder_time = meter.Now.AddSeconds(2) });
        await meter.PassAsync(TimeSpan.FromSeconds(3));

        // The delivery starts at once and is measured with what started it.
        await meter.RunAsync("DispatchWebhooks", One);
        await meter.CallAsync("DELETE", $"/webhooks/{webhook}");
    }
}
