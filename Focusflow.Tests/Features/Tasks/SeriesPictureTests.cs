using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Tests.Infrastructure;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>The picture in docs/tasks.md: the days of some rules in two months, asked of the rules themselves.</summary>
public sealed class SeriesPictureTests
{
    private const int Cell = 11;
    private const int Left = 210;
    private const int Row = 26;

    private static readonly string[] Rules =
        ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1"];

    private static readonly LocalDate First = new(2026, 1, 1);
    private static readonly LocalDate Last = new(2026, 2, 28);

    [Fact]
    public async Task The_picture_in_the_docs_shows_the_days_that_the_rules_name()
    {
        var drawn = Draw();
        var file = Repository.PathOf("docs/images/tasks-series.svg");
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, drawn);
        (await File.ReadAllTextAsync(file)).ShouldBe(drawn, "Draw it anew: FOCUSFLOW_WRITE=1 dotnet test --filter SeriesPictureTests");
        XDocument.Parse(drawn).Root!.Elements().Count(element => (string?)element.Attribute("class") == "on").ShouldBe(Rules.Sum(rule => DaysOf(rule).Count));
    }

    private static List<LocalDate> DaysOf(string text)
    {
        var rule = RecurrenceRule.Parse(text, out _)!;
        var days = new List<LocalDate>();
        for (var (day, number) = (First.PlusDays(-1), 1); rule.Next(First.PlusDays(-1), day, number, UserCalendar.Utc) is { } next && next <= Last; (day, number) = (next, number + 1))
            days.Add(next);
        return days;
    }

    private static string Draw()
    {
        var days = Period.DaysBetween(First, Last) + 1;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Left + (days * Cell) + 10}" height="{(Rules.Length * Row) + 34}" role="img" aria-labelledby="t d">
            <title id="t">Rules and their days</title>
            <desc id="d">January and February 2026, a row for each of {Rules.Length} rules, with the days that it names filled.</desc>
            """);
        svg.Append("\n<style>text{font:12px system-ui,sans-serif;fill:#333}rect{fill:#eee}.on{fill:#1d5fbf}@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#333}.on{fill:#7db0ff}}</style>\n");
        foreach (var (month, name) in new[] { (First, "January"), (new LocalDate(2026, 2, 1), "February") })
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (Period.DaysBetween(First, month) * Cell)}\" y=\"16\">{name}</text>\n");
        for (var row = 0; row < Rules.Length; row++)
        {
            var named = DaysOf(Rules[row]);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{(row * Row) + 40}\">{Rules[row]}</text>\n");
            for (var day = 0; day < days; day++)
                svg.Append(CultureInfo.InvariantCulture, $"<rect{(named.Contains(First.PlusDays(day)) ? " class=\"on\"" : "")} x=\"{Left + (day * Cell)}\" y=\"{(row * Row) + 28}\" width=\"9\" height=\"16\"><title>{DayText.Write(First.PlusDays(day))}</title></rect>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
