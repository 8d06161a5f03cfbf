using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Export and deletion, of all that the other scenarios have left; and the nightly purge. Comes last.</summary>
internal static class PrivacyCosts
{
    public static async Task MeasureAsync(CostMeter meter)
    {
        await meter.ToSecondAsync(5);
        await meter.RunAsync("SweepWorkdayReminders", ChallengeCosts.Nothing);
        await meter.RunAsync("SweepAccountDeletions", ChallengeCosts.Nothing);
        await meter.RunAsync("PurgeEndedOrchestrations", ChallengeCosts.Nothing);
        await meter.CallAsync("GET", "/users/me/export", note: "all of the above");
        await meter.CallAsync("GET", "/users/me/usage");
        await meter.CallAsync("DELETE", "/users/me", new { password = FocusflowTestApp.Password }, "all of the above");
        await meter.PassAsync(TimeSpan.FromSeconds(59));
        await meter.PassAsync("DeleteAccount", TimeSpan.FromSeconds(3), "after a minute, nothing is left");
        await meter.PassAsync(TimeSpan.FromSeconds(597));
        await meter.PassAsync("DeleteAccount", TimeSpan.FromSeconds(3), "after ten more, nothing is left");

        await meter.PrepareAsync("POST", "/auth/register", new { name = "Bob Example", email = "bob@example.com", password = FocusflowTestApp.Password });
        await meter.SignInAsync("bob@example.com");
        await meter.CallAsync("DELETE", "/users/delete", new { password = FocusflowTestApp.Password }, "nothing but the account");
    }
}
