using Focusflow.Core.Features.Reach;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Pictures;
using Microsoft.Extensions.DependencyInjection;

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
        await meter.PassAsync("SendMail", TimeSpan.FromSeconds(2), "a code for who has just registered");
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
        var picture = SamplePictures.Png(64, 64);
        var sent = await meter.UploadAsync("/users/profile/avatar/image", picture, "image/png");
        await meter.CallAsync("GET", new Uri(sent.Text("avatar_url")).AbsolutePath["/api".Length..]);
        await meter.CallAsync("DELETE", "/users/profile/avatar/image");
        await meter.CallAsync("PATCH", "/users/settings", new { timezone = "Europe/Berlin" }, "a new time zone");
        await meter.CallAsync("PATCH", "/users/settings/quick", new { timezone = "UTC" }, "a new time zone");
        await meter.CallAsync("PUT", "/users/onboarding/complete", new { preferences = new { work_hours = "9-5" } });
        await meter.CallAsync("POST", "/auth/complete-onboarding", new { clock_in_time = "07:00 AM" });
        await meter.CallAsync("POST", "/users/complete-onboarding", new { clock_in_time = "08:00 AM" });
        await meter.CallAsync("POST", "/auth/change-password", new { current_password = FocusflowTestApp.Password, new_password = FocusflowTestApp.Password + "!" });
        await meter.PrepareAsync("POST", "/auth/change-password", new { current_password = FocusflowTestApp.Password + "!", new_password = FocusflowTestApp.Password });
        await meter.CallAsync("POST", "/auth/verify-password", new { password = FocusflowTestApp.Password });
        await meter.CallAsync("GET", "/auth/sessions");
        await RecoverAsync(meter);
        await meter.CallAsync("POST", "/auth/logout");
        await meter.SignInAsync(Email);
    }

    private static async Task RecoverAsync(CostMeter meter)
    {
        const string Another = "ann.another@example.com";
        await meter.CallAsync("POST", "/auth/send-verification-email", new { email = Email });
        await meter.CallAsync("POST", "/auth/verify-email", new { email = Email, otp = await CodeAsync(meter, Email) });
        await meter.CallAsync("POST", "/auth/forgot-password", new { email = Email });
        var code = await CodeAsync(meter, Email);
        await meter.CallAsync("POST", "/auth/reset-password", new { email = Email, otp = code, new_password = FocusflowTestApp.Password });
        await meter.SignInAsync(Email);
        await meter.CallAsync("POST", "/auth/send-email-verification", new { new_email = Another });
        code = await CodeAsync(meter, Another);
        await meter.CallAsync("POST", "/auth/change-email", new { new_email = Another, verification_code = code });
        await meter.PassAsync(TimeSpan.FromSeconds(3));
        var link = Mailbox.LinkParameter((await meter.App.MailsAsync(Email))[0], "token");
        await meter.CallAsync("GET", $"/auth/restore-email?token={link}");
        await meter.CallAsync("POST", $"/auth/restore-email?token={link}");
        await meter.SignInAsync(Email);
        var unsubscribe = meter.App.Services.GetRequiredService<Unsubscribing>().LinkOf((await meter.PrepareAsync("GET", "/auth/user")).Text("id"))!.PathAndQuery["/api".Length..];
        await meter.CallAsync("GET", unsubscribe);
        await meter.CallAsync("POST", unsubscribe);
        await meter.PrepareAsync("PATCH", "/users/settings", new { email_notifications_enabled = true });
        var session = (await meter.PrepareAsync("GET", "/auth/sessions"))[0].Text("id");
        await meter.CallAsync("DELETE", $"/auth/sessions/{session}");
        await meter.SignInAsync(Email);
        await meter.CallAsync("POST", "/auth/logout-everywhere");
        await meter.SignInAsync(Email);
    }

    private static async Task<string> CodeAsync(CostMeter meter, string to)
    {
        await meter.PassAsync(TimeSpan.FromSeconds(3));
        return await meter.App.CodeAsync(to);
    }
}
