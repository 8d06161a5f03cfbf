using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class WorkDayHistoryTests
{
    private static readonly LocalDate Monday = new(2026, 11, 16);

    /// <summary>The oracle marks each day on a wall calendar at its end, and then never again.</summary>
    [Fact]
    public void A_day_keeps_what_held_when_it_was_over() => Seeded.Runs(300, random =>
    {
        var account = Account();
        var marked = new Dictionary<LocalDate, bool>();
        var today = Monday;
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(3) == 0)
            {
                var days = UserSettings.Weekdays.Where(_ => random.Next(2) == 0).ToList();
                account = WorkDayHistory.Keep(account, account with { Settings = account.Settings with { WorkDays = days } }, today);
            }

            if (random.Next(2) == 0)
            {
                marked[today] = Works(account.Settings, today);
                today = today.PlusDays(1);
            }
        }

        foreach (var (day, worked) in marked)
            account.WorkedOn(day).ShouldBe(worked, DayText.Write(day));
        for (var day = today; day < today.PlusDays(8); day = day.PlusDays(1))
            account.WorkedOn(day).ShouldBe(Works(account.Settings, day));
    });

    [Fact]
    public void Who_flies_west_and_changes_them_on_the_same_day_again_has_changed_them_once()
    {
        var account = Account();
        var first = WorkDayHistory.Keep(account, With(account, "sun"), Monday.PlusDays(1));
        var second = WorkDayHistory.Keep(first, With(first, "mon"), Monday);
        second.WorkedOn(Monday).ShouldBeTrue();
        second.WorkedOn(Monday.PlusDays(1)).ShouldBeFalse();
        second.WorkedOn(Monday.PlusDays(-3)).ShouldBeTrue("a Friday of before");
        second.PastWorkDays.Count.ShouldBe(1);
    }

    [Fact]
    public void However_often_they_change_the_account_stays_small()
    {
        var account = Account();
        for (var day = 0; day < 1_000; day++)
            account = WorkDayHistory.Keep(account, With(account, UserSettings.Weekdays[day % 7]), Monday.PlusDays(day));
        account.PastWorkDays.Count.ShouldBe(200);
    }

    private static bool Works(UserSettings settings, LocalDate day) => settings.WorksOn(day.DayOfWeek);

    private static Account With(Account account, params string[] days) =>
        account with { Settings = account.Settings with { WorkDays = days } };

    private static Account Account() => new()
    {
        Id = Core.Features.Accounts.Account.DocumentId,
        UserId = "ann",
        Username = "ann",
        Email = "",
        AvatarUrl = "/avatars/avatar-1.png",
        CreatedAt = default,
        Settings = new UserSettings(),
    };
}
