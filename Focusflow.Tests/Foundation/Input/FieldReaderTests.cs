using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Input;

public sealed class FieldReaderTests
{
    private static readonly UserCalendar Berlin = UserCalendar.Find("Europe/Berlin", LocalTime.Midnight)!;

    [Fact]
    public void An_absent_field_stays_and_a_null_clears()
    {
        var reader = Reader("""{"description":null}""");

        reader.Text("title", 10).IsSet.ShouldBeFalse();
        var description = reader.Text("description", 10);
        description.IsSet.ShouldBeTrue();
        description.Value.ShouldBeNull();
        reader.Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"n":1.5}""")]
    [InlineData("""{"n":"1"}""")]
    [InlineData("""{"n":0}""")]
    [InlineData("""{"n":11}""")]
    [InlineData("""{"n":1e400}""")]
    [InlineData("""{"n":null}""")]
    [InlineData("""{"n":true}""")]
    [InlineData("""{"n":[]}""")]
    public void A_wrong_number_is_named(string body)
    {
        var reader = Reader(body);

        reader.WholeNumber("n", 1, 10);

        reader.Problem!.Errors!.Keys.ShouldBe(["n"]);
    }

    [Theory]
    [InlineData("2025-09-29T17:00:00Z", "2025-09-29T17:00:00Z")]
    [InlineData("2025-09-29T17:00:00+02:00", "2025-09-29T15:00:00Z")]
    [InlineData("2025-09-29T17:00:00.123Z", "2025-09-29T17:00:00.123Z")]
    [InlineData("2025-09-29t17:00:00z", "2025-09-29T17:00:00Z")]
    [InlineData("2025-09-29 17:00:00z", "2025-09-29T17:00:00Z")]
    [InlineData("2025-09-29 17:00:00.5+02:00", "2025-09-29T15:00:00.5Z")]
    [InlineData("2025-09-29t17:00:00", "2025-09-29T15:00:00Z")]
    [InlineData("2026-03-27 18:00", "2026-03-27T17:00:00Z")]
    [InlineData("2026-03-27 18:00:30", "2026-03-27T17:00:30Z")]
    [InlineData("2025-09-29T17:00:00", "2025-09-29T15:00:00Z")]
    [InlineData("2025-09-29T17:00", "2025-09-29T15:00:00Z")]
    [InlineData("2025-09-29", "2025-09-28T22:00:00Z")]
    [InlineData("2025-03-30T02:30:00", "2025-03-30T01:00:00Z")] // skipped: the first instant after the gap
    [InlineData("2025-10-26T02:30:00", "2025-10-26T00:30:00Z")] // happens twice: the earlier
    public void Timestamps_without_an_offset_are_local(string sent, string expected)
    {
        var read = Reader($$"""{"at":"{{sent}}"}""").Timestamp("at");

        Timestamps.Write(read.Value!.Value).ShouldBe(expected);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2025-02-30T00:00:00Z")]
    [InlineData("2025-09-29T25:00:00Z")]
    [InlineData("2025-09-29x17:00:00Z")]
    [InlineData("2025-09-29  17:00")]
    [InlineData("2025-09-29z")]
    [InlineData("")]
    public void What_is_no_timestamp_is_refused(string sent)
    {
        var reader = Reader($$"""{"at":"{{sent}}"}""");

        reader.Timestamp("at");

        reader.Problem!.Errors!.Keys.ShouldBe(["at"]);
    }

    [Theory]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-12-31")]
    [InlineData("9999-12-31 23:59")]
    [InlineData("+010000-01-01T00:00:00.000Z")]
    [InlineData("-000001-01-01T00:00:00.000Z")]
    [InlineData("20250-01-01T00:00:00Z")]
    public void Years_that_no_calendar_holds_are_named_as_such(string sent)
    {
        var reader = Reader($$"""{"at":"{{sent}}","day":"{{sent}}"}""");

        reader.Timestamp("at");
        reader.Date("day");

        reader.Problem!.Errors!["at"].ShouldBe(["at must lie in the years 2 to 9998."]);
        reader.Problem.Errors["day"].ShouldBe(["day must lie in the years 2 to 9998."]);
    }

    [Theory]
    [InlineData("0002-01-01T00:00:00+14:00")]
    [InlineData("9998-12-31T23:59:59-12:00")]
    public void The_years_at_the_ends_are_read_in_every_zone(string sent) =>
        Reader($$"""{"at":"{{sent}}"}""").Timestamp("at").Value.ShouldNotBeNull();

    [Fact]
    public void Reading_code_describes_itself()
    {
        var rules = FieldReader.Describe((body, calendar) =>
        {
            var fields = new FieldReader(body, calendar);
            fields.Require("title", fields.Text("title", 255, min: 1, nullable: false));
            fields.Choice("priority", ["low", "high"]);
        });

        rules[0].ShouldBe(new FieldRule("title", FieldType.Text) { Min = 1, Max = 255, Required = true });
        rules[1].Choices.ShouldBe(["low", "high"]);
    }

    private static FieldReader Reader(string body) => new(JsonDocument.Parse(body).RootElement, Berlin);
}
