using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Push;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Pushes to browsers. After webhooks, whose dispatcher finds them.</summary>
internal static class PushCosts
{
    public static async Task MeasureAsync(CostMeter meter)
    {
        using var browser = new PushBrowser();
        await meter.CallAsync("GET", "/push/key");
        var subscription = (await meter.CallAsync("POST", "/push/subscriptions", browser.ToJson("https://push.example.com/1"))).Text("id");
        await meter.CallAsync("GET", "/push/subscriptions");
        await meter.ToSecondAsync(5);
        await meter.RunAsync("DispatchWebhooks", null);
        await meter.PrepareAsync("POST", "/tasks", new { title = "Water the plants", reminder_enabled = true, reminder_time = meter.Now.AddSeconds(2) });
        await meter.PassAsync(TimeSpan.FromSeconds(3));

        // The first attempt is made at once and measured with what ordered it; it fails, so that the second is measured alone.
        meter.Pushes.Status = 503;
        await meter.RunAsync("DispatchWebhooks", "one reminder for one browser, with an attempt of SendPush that fails");
        meter.Pushes.Status = 201;
        await meter.PassAsync("SendPush", TimeSpan.FromSeconds(11), "one attempt, which succeeds");
        await meter.CallAsync("DELETE", $"/push/subscriptions/{subscription}");
    }
}
