using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>The turn of a week, on a board of a few users and then on one of more, so that a user's share can be told.</summary>
internal static class WeekTurnCosts
{
    public const int Few = 5;
    public const int More = 15;

    public static string Users(int count) => $"a week of {count} users";

    public static async Task MeasureAsync(CostMeter meter)
    {
        await TurnAsync(meter, 0, Few);
        await TurnAsync(meter, Few, More);
    }

    private static async Task TurnAsync(CostMeter meter, int registered, int users)
    {
        for (var i = 0; i < users; i++)
        {
            if (i >= registered)
                await meter.App.RegisterAsync(EmailOf(i));
            await meter.SignInAsync(EmailOf(i));
            await meter.PrepareAsync("POST", $"/challenges/{DefaultChallenges.TaskFinisher}/join");
            await meter.PrepareAsync("POST", $"/challenges/{DefaultChallenges.TaskFinisher}/progress?progress=15");
        }

        await meter.RunAsync("RefreshLeaderboard", null);
        var turn = UserCalendar.Utc.WeekOf(meter.Now).Closes;
        await meter.PassAsync(turn.AddSeconds(-1) - meter.Now);
        await meter.PassAsync("TurnWeek", TimeSpan.FromSeconds(3), Users(users));
    }

    private static string EmailOf(int user) => $"user{user}@example.com";
}
