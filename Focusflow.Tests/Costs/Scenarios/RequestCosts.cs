namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Every request, and what follows from it within minutes, of somebody who registers, uses everything and goes again.</summary>
internal static class RequestCosts
{
    /// <param name="meter">Measures.</param>
    /// <param name="registered">What to do once there is an account, such as giving it a past; not measured.</param>
    public static async Task MeasureAsync(CostMeter meter, Func<Task>? registered = null)
    {
        await AccountCosts.MeasureAsync(meter);
        await (registered?.Invoke() ?? Task.CompletedTask);
        await TaskCosts.MeasureAsync(meter);
        await StreamCosts.MeasureAsync(meter);
        await FocusCosts.MeasureAsync(meter);
        await ChallengeCosts.MeasureAsync(meter);
        await WebhookCosts.MeasureAsync(meter);
        await PushCosts.MeasureAsync(meter);
        await MailCosts.MeasureAsync(meter);
        await PrivacyCosts.MeasureAsync(meter);
    }
}
