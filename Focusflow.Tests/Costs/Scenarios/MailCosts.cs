using System.Net;
using System.Net.Http.Json;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>A reminder that is mailed because nothing else has reached the user. After webhooks, whose dispatcher finds it.</summary>
internal static class MailCosts
{
    public const string Reminder = "a reminder, which is sent";

    public static async Task MeasureAsync(CostMeter meter)
    {
        const string Email = "mailed@example.com";
        await meter.App.RegisterAsync(Email);
        var verify = new { email = Email, otp = await meter.App.CodeAsync(Email) };
        (await meter.App.Client.PostAsJsonAsync("/api/auth/verify-email", verify)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await meter.SignInAsync(Email);
        await meter.ToSecondAsync(5);
        await meter.RunAsync("DispatchWebhooks", null);
        await meter.PrepareAsync("POST", "/tasks", new { title = "Water the plants", due_date = meter.Now.AddHours(3), reminder_enabled = true, reminder_time = meter.Now.AddSeconds(2) });
        await meter.PassAsync(TimeSpan.FromSeconds(3));
        await meter.RunAsync("DispatchWebhooks", "one reminder that is to be mailed, to nobody with a webhook or browser");
        await meter.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(3));
        await meter.PassAsync("SendMail", TimeSpan.FromSeconds(5), Reminder);
        await meter.SignInAsync(AccountCosts.Email);
    }
}
