using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionHistoryTests
{
    private static readonly DateTimeOffset Start = new(2025, 9, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Random_histories_agree_with_a_stopwatch_to_the_second() => Seeded.Runs(1500, random =>
    {
        var minutes = random.Next(4) == 0 ? random.Next(1, 481) : random.Next(1, 40);
        var session = SessionRules.Start("id", "user", new SessionPlan(minutes), UserCalendar.Utc, Start);
        var naive = new NaiveSession(minutes);
        var time = 0;
        for (var step = 0; step < 30; step++)
        {
            time += random.Next(6) switch
            {
                0 => 0,
                1 => random.Next(0, 3),
                2 or 3 => random.Next(0, 600),
                4 => random.Next(0, 8 * 60 * 60),
                _ => random.Next(40) == 0 ? random.Next(0, 14 * 60 * 60) : random.Next(0, 120),
            };
            var now = Start.AddSeconds(time);
            naive.PassUntil(time);
            if (random.Next(5) == 0)
            {
                session = SessionRules.Settle(session, now);
            }
            else
            {
                var command = (SessionCommand)random.Next(4);
                if (command is SessionCommand.Complete or SessionCommand.Stop && random.Next(8) != 0)
                    command = random.Next(2) == 0 ? SessionCommand.Pause : SessionCommand.Resume;
                var decision = SessionRules.Decide(session, command, now);
                (decision.Problem is null).ShouldBe(naive.Try(command), $"{command} at {time}");
                session = decision.Problem is null ? decision.Value : SessionRules.Settle(session, now);
            }

            Compare(session, naive, now, time);
        }
    });

    [Fact]
    public void A_clock_that_jumps_back_never_makes_time_negative_or_runs_anything_twice() => Seeded.Runs(1500, random =>
    {
        var minutes = random.Next(1, 60);
        var session = SessionRules.Start("id", "user", new SessionPlan(minutes), UserCalendar.Utc, Start);
        var now = Start;
        for (var step = 0; step < 40; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(-120_000, 300_000));
            var before = session;
            var decision = SessionRules.Decide(session, (SessionCommand)random.Next(4), now);
            session = decision.Problem is null ? decision.Value : SessionRules.Settle(session, now);

            session.Segments.All(segment => segment.Length >= TimeSpan.Zero).ShouldBeTrue();
            session.Segments.Zip(session.Segments.Skip(1)).All(pair => pair.First.Until <= pair.Second.From).ShouldBeTrue();
            session.Recorded.ShouldBeLessThanOrEqualTo(session.Planned);
            if (!before.IsOpen)
                session.ShouldBeSameAs(before);
            else if (session is { Status: SessionStatus.Active })
                (session.PlannedEnd - session.RunningSince).ShouldBe(session.Planned - session.Recorded);
        }
    });

    private static void Compare(FocusSession session, NaiveSession naive, DateTimeOffset now, int time)
    {
        session.Status.ShouldBe(naive.Status, $"at {time}");
        session.EndedAt.ShouldBe(naive.EndedAt is { } ended ? Start.AddSeconds(ended) : null);
        var running = session.RunningSince is { } since ? now - since : TimeSpan.Zero;
        (session.Recorded + running).ShouldBe(TimeSpan.FromSeconds(naive.RunningSeconds));
        if (session.IsOpen)
            session.RemainingAt(now).ShouldBe(session.Planned - TimeSpan.FromSeconds(naive.RunningSeconds));
        if (session.Status == SessionStatus.Active)
            session.PlannedEnd.ShouldBe(now + session.Planned - TimeSpan.FromSeconds(naive.RunningSeconds));
    }
}
