using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Push;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

public sealed class PushMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly string[] Letters = ["a", "é", "漢", "👍", "\"", "\\", "\u0001", "\u2028", "<", "\ud83d"];

    [Fact]
    public void Whatever_is_told_fits_into_a_push_and_is_cut_between_letters() => Seeded.Runs(500, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(0, 2500)).Select(_ => Letters[random.Next(Letters.Length)]));

        var message = PushMessage.Of(Notification(text[..Math.Min(255, text.Length)], text), Now.AddHours(1), Now);

        message.Json.Length.ShouldBeLessThanOrEqualTo(PushMessage.MostBytes);
        var told = JsonElement.Parse(message.Json.Span).Text("message");
        var sent = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // half a letter has no UTF-8
        (told == sent || (told.EndsWith('…') && sent.StartsWith(told.TrimEnd('…').TrimEnd('\ufffd'), StringComparison.Ordinal)) || told.Length == 0).ShouldBeTrue(told);
    });

    [Fact]
    public void The_topic_is_of_the_cause_and_tells_nothing_of_it()
    {
        var one = TopicOf("ann", NotificationKind.TaskReminder, "task_id", "1");

        one.ShouldMatch("^[A-Za-z0-9_-]{32}$"); // RFC 8030, 5.4
        TopicOf("ann", NotificationKind.TaskReminder, "task_id", "1").ShouldBe(one);
        new[]
        {
            one,
            TopicOf("ann", NotificationKind.TaskReminder, "task_id", "2"),
            TopicOf("ben", NotificationKind.TaskReminder, "task_id", "1"),
            TopicOf("ann", NotificationKind.BreakReminder, "work_session_id", "1"),
            TopicOf("ann", NotificationKind.ShutdownReminder, "date", "2026-11-21"),
        }.Distinct().Count().ShouldBe(5);
        TopicOf("ann", NotificationKind.ShutdownReminder, "date", "2026-11-22").ShouldBe(TopicOf("ann", NotificationKind.ShutdownReminder, "date", "2026-11-21"));
    }

    [Theory]
    [InlineData(NotificationKind.TaskReminder, 24 * 60, true)]
    [InlineData(NotificationKind.ShutdownReminder, 4 * 60, true)]
    [InlineData(NotificationKind.SessionCompleted, 60, false)]
    [InlineData(NotificationKind.BreakReminder, 30, false)]
    [InlineData(NotificationKind.WeekResult, 24 * 60, false)]
    [InlineData(NotificationKind.ChallengeCompleted, 24 * 60, false)]
    public void What_is_stale_is_kept_by_nobody(string kind, int minutes, bool urgent)
    {
        PushMessage.StaleAfter(kind).ShouldBe(TimeSpan.FromMinutes(minutes));
        var message = PushMessage.Of(Notification("t", "m", kind), Now + PushMessage.StaleAfter(kind), Now.AddMinutes(5));
        message.TimeToLive.ShouldBe(TimeSpan.FromMinutes(minutes - 5));
        message.IsUrgent.ShouldBe(urgent);
    }

    [Fact]
    public void It_is_tried_again_until_it_is_stale_and_not_before_the_push_service_wants()
    {
        var (now, stale) = (Now.UtcDateTime, Now.UtcDateTime.AddMinutes(30));

        PushDelivery.Next(0, null, stale, now).ShouldBe(now.AddSeconds(10));
        PushDelivery.Next(0, TimeSpan.FromMinutes(20), stale, now).ShouldBe(now.AddMinutes(20));
        PushDelivery.Next(0, TimeSpan.FromSeconds(1), stale, now).ShouldBe(now.AddSeconds(10));
        PushDelivery.Next(0, TimeSpan.FromMinutes(30), stale, now).ShouldBeNull();
        PushDelivery.Next(4, null, stale, now).ShouldBeNull();
        PushDelivery.Next(PushDelivery.Pauses.Count, null, DateTime.MaxValue, now).ShouldBeNull();
        PushDelivery.Next(0, TimeSpan.MaxValue, stale, now).ShouldBeNull();
    }

    private static string TopicOf(string user, string kind, string name, string value) => PushMessage.Of(
        NotificationDocument.Of(user, kind, "cause", "t", "m", Now, Now, new JsonObject { [name] = value }), Now.AddHours(1), Now).Topic;

    private static NotificationDocument Notification(string title, string message, string kind = NotificationKind.TaskReminder) =>
        NotificationDocument.Of("ann", kind, "cause", title, message, Now, Now, new JsonObject { ["task_id"] = Guid.Empty.ToString() });
}
