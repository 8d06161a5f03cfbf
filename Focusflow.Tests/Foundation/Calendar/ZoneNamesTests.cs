using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class ZoneNamesTests
{
    [Theory]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("PACIFIC/AUCKLAND", "Pacific/Auckland")]
    [InlineData("asia/calcutta", "Asia/Calcutta")] // an older name is a name
    [InlineData("utc", "UTC")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    public void A_zone_is_known_in_any_case_and_called_as_the_database_does(string sent, string name) =>
        ZoneNames.Find(sent).ShouldBe(name);

    [Theory]
    [InlineData("UTC+01:23:45")]
    [InlineData("UTC+1")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData(" Europe/Berlin")]
    [InlineData("")]
    public void What_is_not_in_the_database_is_no_zone(string sent) => ZoneNames.Find(sent).ShouldBeNull();

    [Fact]
    public void Every_name_of_the_database_makes_a_calendar()
    {
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
            UserCalendar.Find(ZoneNames.Find(id.ToUpperInvariant())!, LocalTime.Midnight)!.Zone.Id.ShouldBe(id);
    }

    /// <summary>It was accepted once: who has it keeps the days it makes.</summary>
    [Fact]
    public void A_stored_offset_is_still_read() => UserCalendar.Find("UTC+01:23:45", LocalTime.Midnight).ShouldNotBeNull();
}
