using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;

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

        await SplitAsync(meter.App.Services.GetRequiredService<IDocumentStore>());
        await meter.PrepareAsync("POST", "/tasks", new { title = "Shut the window" });
        await meter.RunAsync("DispatchWebhooks", "one change of something else, of two ranges, with FollowRanges");
        await meter.RunAsync("DispatchWebhooks", "nothing new, of two ranges");
        await meter.CallAsync("DELETE", $"/webhooks/{webhook}");
    }

    /// <summary>As if the only range had fallen behind.</summary>
    private static async Task SplitAsync(IDocumentStore store)
    {
        var root = (await store.ReadAsync<FollowedRange>("webhooks", FollowedRange.RootId))!;
        var parts = await store.SplitChangesAsync(Containers.UserData, root.Checkpoint);
        var other = new FollowedRange { Id = $"{root.Id}.1", Follower = root.Follower, Checkpoint = parts[1], ReadAt = root.ReadAt };
        await new WriteSet(Containers.Followers, root.Follower).Put(root with { Checkpoint = parts[0], Splits = 1 }).Put(other).CommitAsync(store);
    }
}
