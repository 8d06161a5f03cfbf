using System.Text.Json;
using System.Xml.Linq;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Tests.Infrastructure;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Insights;

/// <summary>The pictures of a made-up year, which are those in the docs: written with <c>FOCUSFLOW_WRITE=1</c>.</summary>
public sealed class InsightPicturesTests
{
    private static readonly Lazy<InsightNumbers> Year = new(() =>
    {
        var random = new Random(2026);
        var months = new Dictionary<string, InsightMonth>(StringComparer.Ordinal);
        for (var day = new LocalDate(2026, 1, 1); day.Year == 2026; day = day.PlusDays(1))
        {
            var (away, weekend) = (day.Month == 8 && day.Day < 22, day.DayOfWeek >= IsoDayOfWeek.Saturday);
            var hours = away || random.Next(weekend ? 5 : 25) == 0 ? 0 : random.Next(1, weekend ? 3 : 8);
            var month = day.ToYearMonth();
            var id = InsightMonth.IdOf(month);
            List<InsightCount> counts = [new(InsightColumn.FocusSeconds, hours * 3000), new(InsightColumn.FocusSessions, hours), new(InsightColumn.Completed, hours)];
            for (var hour = 0; hour < hours; hour++)
                counts.AddRange([new(InsightColumn.Hours, 3000, $"{9 + hour:D2}"), new(InsightColumn.Tags, 3000, hour % 2 == 0 ? "work" : "deep")]);
            months[id] = new InsightCause(day, hours == 0 ? [] : counts).AddTo(months.GetValueOrDefault(id) ?? InsightMonth.Empty("user", month));
        }

        return new InsightNumbers(months, ShutdownDays.None("user"), _ => true);
    });

    [Theory]
    [InlineData("heatmap")]
    [InlineData("focus")]
    public async Task The_pictures_in_the_docs_are_those_that_the_code_draws(string name)
    {
        var (year, autumn) = (Span(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31)), Span(new LocalDate(2026, 10, 1), new LocalDate(2026, 11, 30)));
        var drawn = name == "heatmap" ? InsightPictures.Heatmap(2026, Year.Value.ByDay(year)) : InsightPictures.Bars(Year.Value.ByDay(autumn));
        var file = Repository.PathOf($"docs/images/insights-{name}.svg");
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, drawn + "\n");
        (await File.ReadAllTextAsync(file)).ShouldBe(drawn + "\n", "Draw it anew: FOCUSFLOW_WRITE=1 dotnet test --filter InsightPicturesTests");
    }

    [Fact]
    public void A_picture_stays_within_its_edges_and_the_most_focus_is_the_strongest()
    {
        var year = Span(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31));
        var picture = XDocument.Parse(InsightPictures.Heatmap(2026, Year.Value.ByDay(year))).Root!;
        var (width, height) = ((int)picture.Attribute("width")!, (int)picture.Attribute("height")!);
        var days = picture.Elements().Where(element => element.Name.LocalName == "rect").ToList();
        days.ShouldAllBe(day => (int)day.Attribute("x")! + 10 <= width && (int)day.Attribute("y")! + 10 <= height);
        days.Select(day => ((int)day.Attribute("x")!, (int)day.Attribute("y")!)).ShouldBeUnique();
        var most = Year.Value.ByDay(year).Max(day => day.Seconds);
        days.Zip(Year.Value.ByDay(year)).ShouldAllBe(pair => pair.Second.Seconds != most || (string)pair.First.Attribute("class")! == "l4");
        days.Zip(Year.Value.ByDay(year)).ShouldAllBe(pair => (pair.Second.Seconds == 0) == ((string)pair.First.Attribute("class")! == "l0"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(366)]
    public void Bars_of_one_day_and_of_a_year_are_drawn_also_when_nothing_was_done(int days)
    {
        var first = new LocalDate(2028, 1, 1);
        var nothing = new InsightNumbers(new Dictionary<string, InsightMonth>(StringComparer.Ordinal), ShutdownDays.None("user"), _ => true);
        var picture = XDocument.Parse(InsightPictures.Bars(nothing.ByDay(Span(first, first.PlusDays(days - 1))))).Root!;
        picture.Elements().Count(element => element.Name.LocalName == "rect").ShouldBe(days);
        picture.Elements().Single(element => element.Name.LocalName == "desc").Value.ShouldBe("No focus sessions were completed.");
    }

    /// <summary>What docs/insights.md says of its size.</summary>
    [Fact]
    public void A_busy_month_is_three_kilobytes_at_most()
    {
        var month = InsightBench.Busy("0199a000-0000-7000-8000-000000000001", new YearMonth(2026, 11));

        JsonSerializer.SerializeToUtf8Bytes(month, InsightMonth.JsonType).Length.ShouldBeInRange(2048, 3072);
    }

    private static InsightSpan Span(LocalDate first, LocalDate last) => new(first, last);
}
