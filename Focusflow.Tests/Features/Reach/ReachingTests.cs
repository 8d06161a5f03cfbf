using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reach;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reach;

/// <summary>The table of what is sent to whom, and how.</summary>
public sealed class ReachingTests
{
    private static readonly Account Ann = new()
    {
        Id = Account.DocumentId,
        UserId = Guid.Empty.ToString("D"),
        Username = "ann",
        Email = "ann@example.com",
        AvatarUrl = "/avatars/1.png",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Verified = true,
        Settings = new UserSettings(),
    };

    private static readonly LocalTime Noon = new(12, 0);
    private static readonly LocalTime Night = new(23, 30);

    [Fact]
    public void What_a_client_asks_for_takes_everything_at_any_time()
    {
        foreach (var kind in NotificationKind.All)
        {
            foreach (var channel in new[] { Channel.Inbox, Channel.Stream, Channel.Webhook })
            {
                Reaching.Decide(kind, Ann, channel, Noon).ShouldBe(Passage.Now);
                Reaching.Decide(kind, With(settings => settings with { EmailNotificationsEnabled = false }), channel, Night).ShouldBe(Passage.Now);
            }
        }
    }

    [Theory]
    [InlineData(NotificationKind.TaskReminder, Passage.IfUnreached, Passage.IfUnreached)]
    [InlineData(NotificationKind.ShutdownReminder, Passage.IfUnreached, Passage.IfUnreached)]
    [InlineData(NotificationKind.WeekResult, Passage.Now, Passage.AfterQuiet)]
    [InlineData(NotificationKind.SessionCompleted, Passage.No, Passage.No)]
    [InlineData(NotificationKind.ChallengeCompleted, Passage.No, Passage.No)]
    [InlineData(NotificationKind.BreakReminder, Passage.No, Passage.No)]
    [InlineData(NotificationKind.Overwork, Passage.No, Passage.No)]
    [InlineData(NotificationKind.WellnessCheck, Passage.No, Passage.No)]
    public void Mail_by_day_and_by_night(string kind, Passage byDay, Passage byNight)
    {
        Reaching.Decide(kind, Ann, Channel.Mail, Noon).ShouldBe(byDay);
        Reaching.Decide(kind, Ann, Channel.Mail, Night).ShouldBe(byNight);
        Reaching.Mailed.Contains(kind).ShouldBe(byDay != Passage.No);
    }

    [Theory]
    [InlineData(NotificationKind.TaskReminder, Passage.Now, Passage.Now)]
    [InlineData(NotificationKind.ShutdownReminder, Passage.Now, Passage.Now)]
    [InlineData(NotificationKind.SessionCompleted, Passage.Now, Passage.Now)]
    [InlineData(NotificationKind.BreakReminder, Passage.Now, Passage.No)]
    [InlineData(NotificationKind.Overwork, Passage.Now, Passage.No)]
    [InlineData(NotificationKind.WellnessCheck, Passage.Now, Passage.AfterQuiet)]
    [InlineData(NotificationKind.WeekResult, Passage.Now, Passage.AfterQuiet)]
    [InlineData(NotificationKind.ChallengeCompleted, Passage.Now, Passage.AfterQuiet)]
    public void Pushes_by_day_and_by_night(string kind, Passage byDay, Passage byNight)
    {
        Reaching.Decide(kind, Ann, Channel.Push, Noon).ShouldBe(byDay);
        Reaching.Decide(kind, Ann, Channel.Push, Night).ShouldBe(byNight);
        Reaching.Decide(kind, Ann with { Verified = false }, Channel.Push, Noon).ShouldBe(byDay);
        Reaching.Decide(kind, With(settings => settings with { PushNotificationsEnabled = false }), Channel.Push, Noon).ShouldBe(Passage.No);
    }

    [Fact]
    public void No_mail_to_who_does_not_want_it_has_not_confirmed_the_address_or_whose_server_refuses_it()
    {
        foreach (var kind in NotificationKind.All)
        {
            Reaching.Decide(kind, With(settings => settings with { EmailNotificationsEnabled = false }), Channel.Mail, Noon).ShouldBe(Passage.No);
            Reaching.Decide(kind, With(settings => settings with { EmailUndeliverable = true }), Channel.Mail, Noon).ShouldBe(Passage.No);
            Reaching.Decide(kind, Ann with { Verified = false }, Channel.Mail, Noon).ShouldBe(Passage.No);
        }
    }

    [Theory]
    [InlineData("22:00", "07:00", "21:59", false)]
    [InlineData("22:00", "07:00", "22:00", true)]
    [InlineData("22:00", "07:00", "06:59", true)]
    [InlineData("22:00", "07:00", "07:00", false)]
    [InlineData("12:00", "14:00", "13:00", true)]
    [InlineData("12:00", "14:00", "14:00", false)]
    [InlineData("12:00", "12:00", "12:00", false)]
    public void Quiet_hours_may_go_over_midnight(string from, string until, string local, bool quiet) =>
        Reaching.IsQuiet(new UserSettings { QuietFrom = Time(from), QuietUntil = Time(until) }, Time(local)).ShouldBe(quiet);

    [Theory]
    [InlineData("Europe/Berlin", "2025-10-25T23:30:00Z", "2025-10-26T06:00:00Z")] // the night in which the clocks go back
    [InlineData("Europe/Berlin", "2025-09-29T03:00:00Z", "2025-09-29T05:00:00Z")]
    [InlineData("Pacific/Auckland", "2025-09-29T12:00:00Z", "2025-09-29T18:00:00Z")]
    public void Quiet_ends_in_the_morning_of_the_user(string zone, string now, string end) =>
        Reaching.EndOfQuiet(new UserSettings { Timezone = zone }, DateTimeOffset.Parse(now, null)).ShouldBe(DateTimeOffset.Parse(end, null));

    private static Account With(Func<UserSettings, UserSettings> change) => Ann with { Settings = change(Ann.Settings) };

    private static LocalTime Time(string text) => new(int.Parse(text[..2], null), int.Parse(text[3..], null));
}
