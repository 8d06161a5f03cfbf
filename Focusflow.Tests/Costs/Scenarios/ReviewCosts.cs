using System.Net;
using System.Net.Http.Json;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>The weekly review of somebody with a task that is due. After the turns of weeks, on the Monday that follows.</summary>
internal static class ReviewCosts
{
    public const string Written = "a weekly review, which is sent";

    public static async Task MeasureAsync(CostMeter meter)
    {
        const string Email = "reviewed@example.com";
        await meter.App.RegisterAsync(Email);
        var verify = new { email = Email, otp = await meter.App.CodeAsync(Email) };
        (await meter.App.Client.PostAsJsonAsync("/api/auth/verify-email", verify)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await meter.SignInAsync(Email);
        var days = ((int)DayOfWeek.Monday - (int)meter.Now.DayOfWeek + 7) % 7;
        var monday = new DateTimeOffset(meter.Now.Date.AddDays(days == 0 ? 7 : days), TimeSpan.Zero);
        await meter.PrepareAsync("POST", "/tasks", new { title = "Water the plants", due_date = monday.AddHours(12) });
        await meter.PassAsync(monday.AddHours(7).AddSeconds(-1) - meter.Now);
        await meter.PassAsync("WeeklyReview", TimeSpan.FromSeconds(2), "the review of one user is ordered, the next is planned");
        await meter.PassAsync("SendMail", TimeSpan.FromSeconds(2), Written);
    }
}
