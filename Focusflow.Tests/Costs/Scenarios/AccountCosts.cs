using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Registering, signing in, profile, settings; what no other feature needs.</summary>
internal static class AccountCosts
{
    public const string Email = "ann@example.com";
    public const string Warm = "the session known for less than 5 s";
    public const string Cold = "the session not known";

    public static async Task MeasureAsync(CostMeter meter)
    {
        await meter.CallAsync("GET", "/health/live");
        await meter.CallAsync("GET", "/health/ready");
        await meter.CallAsync("GET", "/openapi.json");
        await meter.CallAsync("GET", "/docs");
        await meter.CallAsync("POST", "/auth/register", new { name = "Ann Example", email = Email, password = FocusflowTestApp.Password });
        var tokens = await meter.CallAsync("POST", "/auth/login", new { email = Email, password = FocusflowTestApp.Password });
        await meter.CallAsync("POST", "/auth/refresh", new { refresh_token = tokens.Text("refresh_token") });
        await meter.SignInAsync(Email);

        await meter.CallAsync("GET", "/users/settings", note: Cold, warm: false);
        await meter.CallAsync("GET", "/users/settings", note: Warm);
        await meter.CallAsync("GET", "/auth/user");
        await meter.CallAsync("PATCH", "/auth/user", new { full_name = "Ann B. Example" });
        await meter.CallAsync("GET", "/users/profile");
        await meter.CallAsync("PATCH", "/users/profile", new { full_name = "Ann Example" });
        await meter.CallAsync("GET", "/users/profile/avatar");
        await meter.CallAsync("PUT", "/users/profile/avatar", new { avatar_url = "/avatars/of-her-own.png" });
        await meter.CallAsync("PATCH", "/users/settings", new { timezone = "Europe/Berlin" }, "a new time zone");
        await meter.CallAsync("PATCH", "/users/settings/quick", new { timezone = "UTC" }, "a new time zone");
        await meter.CallAsync("PUT", "/users/onboarding/complete", new { preferences = new { work_hours = "9-5" } });
        await meter.CallAsync("POST", "/auth/complete-onboarding", new { clock_in_time = "07:00 AM" });
        await meter.CallAsync("POST", "/users/complete-onboarding", new { clock_in_time = "08:00 AM" });
        await meter.CallAsync("POST", "/auth/change-password", new { current_password = FocusflowTestApp.Password, new_password = FocusflowTestApp.Password + "!" });
        await meter.PrepareAsync("POST", "/auth/change-password", new { current_password = FocusflowTestApp.Password + "!", new_password = FocusflowTestApp.Password });
        await meter.CallAsync("POST", "/auth/logout");
        await meter.SignInAsync(Email);
    }
}
