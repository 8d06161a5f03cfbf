using System.Text.Json;
using System.Xml.Linq;
using Focusflow.Core.Features.Accounts;
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

        return new InsightNumbers(months, ShutdownDays.None("user"), account: null);
    });

    [Theory]
    [InlineData("heatmap")]
    [InlineData("focus")]
    public async Task The_pictures_in_the_docs_are_those_that_the_code_draws(string name)
    {
        var (year, autumn) = (Span(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31)), Span(new LocalDate(2026, 10, 1), new LocalDate(2026, 11, 30)));
        var drawn = name == "heatmap" ? InsightPictures.Heatmap(Year.Value, year) : InsightPictures.Bars(Year.Value, autumn);
        var file = Repository.PathOf($"docs/images/insights-{name}.svg");
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, drawn + "\n");
        (await File.ReadAllTextAsync(file)).ShouldBe(drawn + "\n", "Draw it anew: FOCUSFLOW_WRITE=1 dotnet test --filter InsightPicturesTests");
    }

    [Fact]
    public void A_picture_stays_within_its_edges_and_the_most_focus_is_the_strongest()
    {
        var year = Span(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31));
        var picture = XDocument.Parse(InsightPictures.Heatmap(Year.Value, year)).Root!;
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
        var nothing = new InsightNumbers(Nothing, ShutdownDays.None("user"), account: null);
        var picture = XDocument.Parse(InsightPictures.Bars(nothing, Span(first, first.PlusDays(days - 1)))).Root!;
        picture.Elements().Count(element => element.Name.LocalName == "rect").ShouldBe(days);
        picture.Elements().Single(element => element.Name.LocalName == "desc").Value.ShouldBe("No focus sessions were completed.");
    }

    /// <summary>The band lies behind the cells of the hours that it is about, to the minute.</summary>
    [Fact]
    public void The_hours_of_work_are_a_band_behind_the_hours_and_a_sentence()
    {
        var numbers = new InsightNumbers(Nothing, ShutdownDays.None("user"), Whose(new UserSettings { WorkStartTime = new LocalTime(9, 30), WorkEndTime = new LocalTime(17, 0), WorkDays = ["mon", "sun"] }));
        var hours = HoursOf(numbers);
        var cells = Rects(hours, "l0").ToList();
        cells.Count.ShouldBe(7 * 24);
        var bands = Rects(hours, "w").ToList();
        bands.Count.ShouldBe(3); // two days, and what explains it
        ((double)bands[0].Attribute("x")!, (double)bands[0].Attribute("width")!).ShouldBe((34 - 1 + (9.5 * 12), 7.5 * 12));
        ((int)bands[0].Attribute("y")! + 1, (int)bands[1].Attribute("y")! + 1).ShouldBe(((int)cells[0].Attribute("y")!, (int)cells[^1].Attribute("y")!));
        var words = cells.Select(cell => cell.Value).ToList();
        words[8].ShouldBe("Mon 08:00: 0 h 0 min");
        words[9].ShouldBe("Mon 09:00: 0 h 0 min, partly hours of work");
        words[10].ShouldBe("Mon 10:00: 0 h 0 min, hours of work");
        words.Count(one => one.EndsWith("hours of work", StringComparison.Ordinal)).ShouldBe(2 * 8);
        hours.Value.ShouldContain("Hours of work");

        var none = HoursOf(new InsightNumbers(Nothing, ShutdownDays.None("user"), Whose(new UserSettings { WorkStartTime = new LocalTime(17, 0) })));
        Rects(none, "w").ShouldBeEmpty();
        none.Value.ShouldNotContain("ours of work");
    }

    [Fact]
    public void Whatever_dates_are_to_look_like_a_picture_stays_a_picture() => Seeded.Runs(50, random =>
    {
        var format = "D M" + new string(random.GetItems<char>("<>&\"'/=aé年\uD83D\uDE00\uFFFE\u0001]-", random.Next(1, 30)));
        var numbers = new InsightNumbers(Nothing, ShutdownDays.None("user"), Whose(new UserSettings { DateFormat = format, TimeFormat = format.Replace("D M", "H:mm ", StringComparison.Ordinal) }));
        var span = Span(new LocalDate(2026, 3, 7), new LocalDate(2026, 3, 8));
        foreach (var picture in (string[])[InsightPictures.Bars(numbers, span), InsightPictures.Heatmap(numbers, span)])
            XDocument.Parse(picture).Root!.Descendants().Select(element => element.Name.LocalName).Distinct().ShouldBeSubsetOf(["title", "desc", "style", "rect", "text", "line", "g"], format);
    });

    /// <summary>What docs/insights.md says of its size.</summary>
    [Fact]
    public void A_busy_month_is_three_kilobytes_at_most()
    {
        var month = InsightBench.Busy("0199a000-0000-7000-8000-000000000001", new YearMonth(2026, 11));

        JsonSerializer.SerializeToUtf8Bytes(month, InsightMonth.JsonType).Length.ShouldBeInRange(2048, 3072);
    }

    private static Dictionary<string, InsightMonth> Nothing { get; } = new(StringComparer.Ordinal);

    private static Account Whose(UserSettings settings) =>
        new() { Id = Account.DocumentId, UserId = "user", Username = "ann", Email = "", AvatarUrl = "", CreatedAt = DateTimeOffset.UnixEpoch, Settings = settings };

    private static XElement HoursOf(InsightNumbers numbers) =>
        XDocument.Parse(InsightPictures.Heatmap(numbers, Span(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31)))).Root!.Elements().Single(element => element.Name.LocalName == "g");

    private static IEnumerable<XElement> Rects(XElement part, string kind) =>
        part.Elements().Where(element => element.Name.LocalName == "rect" && (string)element.Attribute("class")! == kind);

    private static InsightSpan Span(LocalDate first, LocalDate last) => new(first, last);
}
