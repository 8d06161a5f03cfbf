using System.Globalization;
using System.Net;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Insights as pictures: plain SVG without scripts or anything from elsewhere, named for those who have it read to them, light or
/// dark as their screen is. Everything in them is made of numbers and dates; how these are written is the user's, so it is escaped.
/// </summary>
public static class InsightPictures
{
    internal const int Cell = 12;
    internal const int Left = 34;
    private const int Top = 24;
    private const int HoursTop = Top + (7 * Cell) + 44;
    private const int Levels = 4;

    private const string Style =
        "<style>text{font:9px system-ui,sans-serif;fill:#57606a}.l0{fill:#ebedf0}.l1{fill:#b6d7f5}.l2{fill:#6fb0ea}.l3{fill:#2f81d6}.l4{fill:#0b4a91}"
        + ".b{fill:#2f81d6}.g{stroke:#d0d7de}.w{fill:#e3a008}"
        + "@media(prefers-color-scheme:dark){text{fill:#9da7b3}.l0{fill:#21262d}.l1{fill:#0b3566}.l2{fill:#1557a0}.l3{fill:#3d8fe0}.l4{fill:#9ccbfa}"
        + ".b{fill:#3d8fe0}.g{stroke:#30363d}.w{fill:#b8860b}}</style>";

    /// <summary>
    /// A year, a column for each week and a row for each weekday; the more focus, the stronger. Below it the same by the hours of the
    /// clock, with the hours of work marked.
    /// </summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="span">The year.</param>
    public static string Heatmap(InsightNumbers numbers, InsightSpan span)
    {
        var (year, days, style) = (span.First.Year, numbers.ByDay(span), numbers.Style);
        var most = Math.Max(1, days.Max(day => day.Seconds));
        var first = IsoWeek.Of(new LocalDate(year, 1, 1)).Monday;
        var cells = new StringBuilder();
        foreach (var day in days)
        {
            var date = DayText.Parse(day.Date);
            var (week, weekday) = (Period.DaysBetween(first, date) / 7, (int)date.DayOfWeek - 1);
            cells.Append(CultureInfo.InvariantCulture, $"<rect class=\"l{LevelOf(day.Seconds, most)}\" x=\"{Left + (week * Cell)}\" y=\"{Top + (weekday * Cell)}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\" rx=\"2\"><title>{Text(style.Date(date))}: {Length(day.Seconds)}</title></rect>");
            if (date.Day == 1)
                cells.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (week * Cell)}\" y=\"{Top - 8}\">{date.ToString("MMM", CultureInfo.InvariantCulture)}</text>");
        }

        cells.Append(Weekdays(Top)).Append(HourPicture.Draw(numbers, span, HoursTop));
        var title = string.Create(CultureInfo.InvariantCulture, $"Focus in {year}");
        return Picture(Left + (54 * Cell), HoursTop + (7 * Cell) + 4, title, $"{Sentence(days, style)}{HourPicture.Sentence(numbers, span)}", cells.ToString());
    }

    /// <summary>A bar for each day.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="span">The days.</param>
    public static string Bars(InsightNumbers numbers, InsightSpan span)
    {
        const int Height = 120;
        var (days, style) = (numbers.ByDay(span), numbers.Style);
        var dates = span.Days.Select(day => Text(style.Date(day))).ToList();
        var most = Math.Max(3600, days.Max(day => day.Seconds));
        var step = Math.Clamp(720.0 / days.Count, 2, 40);
        var bars = new StringBuilder();
        for (var hours = 0; hours * 3600 <= most; hours += Math.Max(1, most / 3600 / 4))
        {
            var y = Top + Height - (Height * hours * 3600 / most);
            bars.Append(CultureInfo.InvariantCulture, $"<line class=\"g\" x1=\"{Left}\" x2=\"{Left + (step * days.Count):0.##}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"4\" y=\"{y + 3}\">{hours} h</text>");
        }

        for (var i = 0; i < days.Count; i++)
        {
            var height = (double)Height * days[i].Seconds / most;
            bars.Append(CultureInfo.InvariantCulture, $"<rect class=\"b\" x=\"{Left + (i * step) + (step * 0.1):0.##}\" y=\"{Top + Height - height:0.##}\" width=\"{step * 0.8:0.##}\" height=\"{height:0.##}\"><title>{dates[i]}: {Length(days[i].Seconds)}</title></rect>");
        }

        bars.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Top + Height + 14}\">{dates[0]}</text><text x=\"{Left + (step * days.Count):0.##}\" y=\"{Top + Height + 14}\" text-anchor=\"end\">{dates[^1]}</text>");
        return Picture((int)(Left + (step * days.Count) + 8), Top + Height + 22, $"Focus from {dates[0]} to {dates[^1]}", Sentence(days, style), bars.ToString());
    }

    private static string Picture(int width, int height, string title, string description, string content) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t d\"><title id=\"t\">{title}</title><desc id=\"d\">{description}</desc>{Style}{content}</svg>");

    private static string Sentence(IReadOnlyList<FocusOfDay> days, TimeStyle style)
    {
        var best = days.MaxBy(day => day.Seconds)!;
        return best.Seconds == 0
            ? "No focus sessions were completed."
            : string.Create(CultureInfo.InvariantCulture, $"{Length(days.Sum(day => day.Seconds))} in {days.Sum(day => day.Sessions)} sessions on {days.Count(day => day.Seconds > 0)} days; the most was {Length(best.Seconds)} on {Text(style.Date(DayText.Parse(best.Date)))}.");
    }

    /// <summary>The names of every other weekday, beside rows that begin at a height.</summary>
    internal static string Weekdays(int top)
    {
        var names = new StringBuilder();
        for (var weekday = 0; weekday < 7; weekday += 2)
            names.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{top + (weekday * Cell) + 9}\">{NameOf(weekday)}</text>");
        return names.ToString();
    }

    /// <summary>The name of a weekday, 0 for Monday.</summary>
    internal static string NameOf(int weekday) => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)((weekday + 1) % 7));

    /// <summary>How strong the colour of some focus is, 0 to 4.</summary>
    internal static int LevelOf(int seconds, int most) => seconds <= 0 ? 0 : 1 + Math.Min(Levels - 1, (int)((long)seconds * Levels / (most + 1)));

    /// <summary>A text as it may stand in XML.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not (0xFFFE or 0xFFFF))));

    internal static string Length(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds / 60 % 60} min");
}
