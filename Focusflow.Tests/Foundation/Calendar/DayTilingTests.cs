using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.TimeZones;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class DayTilingTests
{
    private static readonly Instant From = Instant.FromUtc(2018, 1, 1, 0, 0);
    private static readonly Instant Until = Instant.FromUtc(2028, 1, 1, 0, 0);

    public static TheoryData<int> DayStarts => [.. Enumerable.Range(0, 7)];

    [Theory]
    [MemberData(nameof(DayStarts))]
    public void Around_every_transition_of_every_zone_days_tile_the_time_line(int dayStartsAt)
    {
        var tested = 0;
        foreach (var zone in Zones())
        {
            var calendar = new UserCalendar(zone, new LocalTime(dayStartsAt, 0));
            foreach (var transition in Transitions(zone, From, Until))
            {
                tested++;
                DaysTile(calendar, transition);
            }
        }

        tested.ShouldBeGreaterThan(2000);
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z")] // skipped 30 December
    [InlineData("Pacific/Kwajalein", "1993-08-21T12:00:00Z")] // skipped 21 August
    [InlineData("America/Juneau", "1867-10-19T00:31:13Z")] // lived a day twice
    [InlineData("Asia/Manila", "1844-12-31T16:04:00Z")] // skipped the last day of 1844
    public void Also_where_whole_days_were_skipped_or_repeated(string zoneId, string around)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var near = Instant.FromDateTimeOffset(DateTimeOffset.Parse(around, null));
        var transitions = Transitions(zone, near - Duration.FromDays(3), near + Duration.FromDays(3)).ToList();
        transitions.ShouldNotBeEmpty();
        for (var hour = 0; hour < 24; hour++)
        {
            foreach (var transition in transitions)
                DaysTile(new UserCalendar(zone, new LocalTime(hour, 30)), transition);
        }
    }

    /// <summary>
    /// Walks over the transition in half hours. A day begins when the local clock first shows its start or has
    /// passed it, so the day is that of the furthest the local clock has ever been; bounds must say the same.
    /// </summary>
    private static void DaysTile(UserCalendar calendar, Instant transition)
    {
        var first = (transition - Duration.FromHours(26)).ToDateTimeOffset();
        var last = (transition + Duration.FromHours(26)).ToDateTimeOffset();
        var furthest = LocalDateTime.MinIsoValue;
        LocalDate? previous = null;
        foreach (var moment in Moments(calendar, transition, first, last))
        {
            var local = calendar.LocalTimeOf(moment);
            furthest = LocalDateTime.Max(furthest, local);
            var expected = (furthest - Period.FromTicks(calendar.DayStartsAt.TickOfDay)).Date;

            var day = calendar.DayOf(moment);
            if (day != expected)
                throw new ShouldAssertException($"{calendar.Zone.Id} +{calendar.DayStartsAt}: {moment:O} is in {day}, expected {expected}");
            var (start, end) = calendar.BoundsOf(day);
            var follows = previous is not { } before || day == before || (day > before && calendar.BoundsOf(before).End == start);
            if (moment < start || moment >= end || !follows)
                throw new ShouldAssertException($"{calendar.Zone.Id} +{calendar.DayStartsAt}: {day} from {start:O} to {end:O} does not tile at {moment:O}");
            previous = day;
        }
    }

    private static IEnumerable<DateTimeOffset> Moments(UserCalendar calendar, Instant transition, DateTimeOffset first, DateTimeOffset last)
    {
        var moments = new SortedSet<DateTimeOffset>();
        for (var moment = first; moment <= last; moment = moment.AddMinutes(30))
            moments.Add(moment);

        // The instants at which something could go wrong, and their neighbours.
        var middle = calendar.LocalTimeOf(transition.ToDateTimeOffset()).Date;
        for (var days = -1; days <= 2; days++)
        {
            var start = calendar.StartOf(middle.PlusDays(days));
            moments.UnionWith([start.AddTicks(-1), start, start.AddTicks(1)]);
        }

        var at = transition.ToDateTimeOffset();
        moments.UnionWith([at.AddTicks(-1), at, at.AddTicks(1)]);
        return moments.Where(moment => moment >= first);
    }

    /// <summary>All zones of the IANA database; of several names for one zone only the canonical one.</summary>
    private static IEnumerable<DateTimeZone> Zones() =>
        TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct().Order(StringComparer.Ordinal).Select(id => DateTimeZoneProviders.Tzdb[id]);

    private static IEnumerable<Instant> Transitions(DateTimeZone zone, Instant from, Instant until) =>
        zone.GetZoneIntervals(from, until).Where(interval => interval.HasStart && interval.Start >= from).Select(interval => interval.Start);
}
