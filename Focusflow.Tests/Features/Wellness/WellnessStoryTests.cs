using Focusflow.Core.Features.Wellness;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Features.Reminders;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Wellness;

/// <summary>Users are asked how they are after hard days; through HTTP, from a Monday, 06:00Z, on.</summary>
public sealed class WellnessStoryTests
{
    [Fact]
    public async Task Three_tough_days_lead_to_one_question_within_seven_days()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        foreach (var day in (string[])["06", "07", "08", "09", "10", "13", "14", "15", "16"])
        {
            await client.UntilAsync($"2025-10-{day}T16:00:00Z");
            await RateAsync(client, "tough");
            await RateAsync(client, "tough"); // sent again
        }

        (await client.WellnessAsync()).ShouldBe(["2025-10-08T16:00:00Z", "2025-10-15T16:00:00Z"]);
        (await client.GetAsync("/api/notifications?limit=200")).EnumerateArray().First(one => one.Text("kind") == "wellness_check").ShouldHold("""
            {"title": "How are you?", "data": {"date": "2025-10-15"}}
            """);
    }

    [Fact]
    public async Task Days_with_too_many_hours_and_tough_days_make_one_row()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { max_daily_hours = 2, overwork_notifications_enabled = false });
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T08:30:00Z");
        await client.WorkAsync("end-work");
        await client.UntilAsync("2025-10-07T16:00:00Z");
        await RateAsync(client, "tough");
        await client.UntilAsync("2025-10-08T06:00:00Z");
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-08T09:00:00Z");

        (await client.WellnessAsync()).ShouldBe(["2025-10-08T08:00:00Z"]);
        (await client.OverworkAsync()).ShouldBeEmpty("nobody wants to be told of it");
        (await client.App.StoredAsync<WellnessDays>(client.Person.Id, WellnessDays.FixedId))!.OverworkedDays.ShouldBe(["2025-10-06", "2025-10-08"]);
    }

    [Fact]
    public async Task A_better_day_in_between_a_rating_taken_back_or_the_setting_leads_to_none()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        string[] ratings = ["tough", "tough", "good", "tough", "tough"]; // Monday to Friday
        for (var i = 0; i < ratings.Length; i++)
        {
            await client.UntilAsync($"2025-10-{6 + i:D2}T16:00:00Z");
            await RateAsync(client, ratings[i]);
        }

        await RateAsync(client, "okay"); // Friday was not so bad after all
        await client.UntilAsync("2025-10-13T16:00:00Z");
        await RateAsync(client, "tough");
        await client.UntilAsync("2025-10-14T16:00:00Z");
        await RateAsync(client, "tough");
        await client.SettingAsync(new { wellness_check_enabled = false });
        await client.UntilAsync("2025-10-15T16:00:00Z");
        await RateAsync(client, "tough");

        (await client.WellnessAsync()).ShouldBeEmpty();
    }

    private static Task RateAsync(FocusClient client, string rating) =>
        client.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = rating });
}
