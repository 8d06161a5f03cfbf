using System.Text.Json;
using Focusflow.Core.Features.Shutdown;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

public sealed class ShutdownDaysTests
{
    private static readonly LocalDate Friday = new(2025, 9, 26);

    [Fact]
    public void Days_are_remembered_for_ever_in_a_few_bytes() => Seeded.Runs(20, random =>
    {
        var days = ShutdownDays.None("ann");
        var set = new SortedSet<LocalDate>();
        for (var i = 0; i < 300; i++)
        {
            var day = new LocalDate(2020, 1, 1).PlusDays(random.Next(0, 6 * 366));
            set.Add(day);
            days = days.With(day, random.Next(1440));
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(days, ShutdownDays.JsonType);
        json.Length.ShouldBeLessThan(2_500);
        days = JsonSerializer.Deserialize(json, ShutdownDays.JsonType)!;
        days.First.ShouldBe(set.Min);
        for (var day = new LocalDate(2019, 12, 1); day < new LocalDate(2026, 2, 1); day = day.PlusDays(1))
            days.Contains(day).ShouldBe(set.Contains(day));
    });

    [Fact]
    public void The_mean_is_that_of_the_last_thirty_days() => Seeded.Runs(300, random =>
    {
        var times = new Dictionary<LocalDate, int>();
        var days = ShutdownDays.None("ann");
        var day = Friday.PlusDays(-60);
        while (day <= Friday)
        {
            if (random.Next(3) > 0)
            {
                times[day] = random.Next(15 * 60, 26 * 60);
                days = days.With(day, random.Next(1440)).With(day, times[day]);
            }

            day = day.PlusDays(1);
        }

        var recent = times.Where(time => time.Key > Friday.PlusDays(-30)).Select(time => time.Value).ToList();
        var mean = recent.Count == 0 ? 0 : (int)recent.Average() % 1440;
        days.MeanTime(Friday).ShouldBe($"{mean / 60}:{mean % 60:D2}");
    });

    [Fact]
    public void Half_past_six_and_nothing_read_as_the_frontend_expects()
    {
        ShutdownDays.None("ann").MeanTime(Friday).ShouldBe("0:00");
        ShutdownDays.None("ann").With(Friday, 18 * 60).With(Friday.PlusDays(-1), 19 * 60).MeanTime(Friday).ShouldBe("18:30");
        ShutdownDays.None("ann").With(Friday, 545).MeanTime(Friday).ShouldBe("9:05");
    }

    [Fact]
    public void A_ritual_after_midnight_is_late_not_early() =>
        ShutdownDays.None("ann").With(Friday, 23 * 60).With(Friday.PlusDays(-1), 25 * 60).MeanTime(Friday).ShouldBe("0:00");

    [Fact]
    public void A_day_without_a_time_keeps_the_one_it_had_and_days_before_are_in_their_place()
    {
        var days = ShutdownDays.None("ann").With(Friday, 18 * 60).With(Friday, null).With(Friday.PlusDays(-1), null).With(Friday.PlusDays(-2), 17 * 60);

        days.TimeOn(Friday).ShouldBe(18 * 60);
        days.TimeOn(Friday.PlusDays(-1)).ShouldBeNull();
        days.TimeOn(Friday.PlusDays(-2)).ShouldBe(17 * 60);
        days.Contains(Friday.PlusDays(-1)).ShouldBeTrue();
        days.Recent.Select(one => one.Day).ShouldBe(["2025-09-24", "2025-09-26"]);
        days.With(Friday, 19 * 60).Years.ShouldBeSameAs(days.Years, "nothing new to remember");
        days.Years.Keys.ShouldBe(["2025"]);
    }
}
