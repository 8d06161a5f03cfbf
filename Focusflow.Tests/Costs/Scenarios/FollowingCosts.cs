using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Following;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Following by two ranges instead of one. Comes last: they stay two.</summary>
internal static class FollowingCosts
{
    public static async Task MeasureAsync(CostMeter meter)
    {
        await meter.RunAsync("DispatchWebhooks", null);
        await BehindRanges.SplitAsync(meter.App.Services.GetRequiredService<IDocumentStore>(), "webhooks", 2);
        await meter.App.RegisterAsync("late@example.com");
        await meter.RunAsync("DispatchWebhooks", "one who has registered, of two ranges, with FollowRanges");
        await meter.RunAsync("DispatchWebhooks", "nothing new, of two ranges");
    }
}
