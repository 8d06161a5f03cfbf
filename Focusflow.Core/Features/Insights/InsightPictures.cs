using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Insights as pictures: plain SVG without scripts or anything from elsewhere, named for those who have it read to them, light or
/// dark as their screen is. Everything in them is made of numbers and dates.
/// </summary>
public static class InsightPictures
{
    private const int Cell = 12;
    private const int Left = 34;
    private const int Top = 24;
    private const int Levels = 4;

    private const string Style =
        "<style>text{font:9px system-ui,sans-serif;fill:#57606a}.l0{fill:#ebedf0}.l1{fill:#b6d7f5}.l2{fill:#6fb0ea}.l3{fill:#2f81d6}.l4{fill:#0b4a91}"
        + ".b{fill:#2f81d6}.g{stroke:#d0d7de}"
        + "@media(prefers-color-scheme:dark){text{fill:#9da7b3}.l0{fill:#21262d}.l1{fill:#0b3566}.l2{fill:#1557a0}.l3{fill:#3d8fe0}.l4{fill:#9ccbfa}"
        + ".b{fill:#3d8fe0}.g{stroke:#30363d}}</style>";

    /// <summary>A year, a column for each week and a row for each weekday; the more focus, the stronger.</summary>
    /// <param name="year">The year.</param>
    /// <param name="days">The focus of its days.</param>
    public static string Heatmap(int year, IReadOnlyList<FocusOfDay> days)
    {
        var most = Math.Max(1, days.Max(day => day.Seconds));
        var first = IsoWeek.Of(new LocalDate(year, 1, 1)).Monday;
        var cells = new StringBuilder();
        foreach (var day in days)
        {
            var date = DayText.Parse(day.Date);
            var (week, weekday) = (Period.DaysBetween(first, date) / 7, (int)date.DayOfWeek - 1);
            var level = day.Seconds == 0 ? 0 : 1 + Math.Min(Levels - 1, day.Seconds * Levels / (most + 1));
            cells.Append(CultureInfo.InvariantCulture, $"<rect class=\"l{level}\" x=\"{Left + (week * Cell)}\" y=\"{Top + (weekday * Cell)}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\" rx=\"2\"><title>{day.Date}: {Length(day.Seconds)}</title></rect>");
            if (date.Day == 1)
                cells.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (week * Cell)}\" y=\"{Top - 8}\">{date.ToString("MMM", CultureInfo.InvariantCulture)}</text>");
        }

        for (var weekday = 0; weekday < 7; weekday += 2)
            cells.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{Top + (weekday * Cell) + 9}\">{first.PlusDays(weekday).ToString("ddd", CultureInfo.InvariantCulture)}</text>");
        var title = string.Create(CultureInfo.InvariantCulture, $"Focus in {year}");
        return Picture(Left + (54 * Cell), Top + (7 * Cell) + 4, title, Sentence(days), cells.ToString());
    }

    /// <summary>A bar for each day.</summary>
    /// <param name="days">The focus of the days.</param>
    public static string Bars(IReadOnlyList<FocusOfDay> days)
    {
        const int Height = 120;
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
            bars.Append(CultureInfo.InvariantCulture, $"<rect class=\"b\" x=\"{Left + (i * step) + (step * 0.1):0.##}\" y=\"{Top + Height - height:0.##}\" width=\"{step * 0.8:0.##}\" height=\"{height:0.##}\"><title>{days[i].Date}: {Length(days[i].Seconds)}</title></rect>");
        }

        bars.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Top + Height + 14}\">{days[0].Date}</text><text x=\"{Left + (step * days.Count):0.##}\" y=\"{Top + Height + 14}\" text-anchor=\"end\">{days[^1].Date}</text>");
        return Picture((int)(Left + (step * days.Count) + 8), Top + Height + 22, $"Focus from {days[0].Date} to {days[^1].Date}", Sentence(days), bars.ToString());
    }

    private static string Picture(int width, int height, string title, string description, string content) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t d\"><title id=\"t\">{title}</title><desc id=\"d\">{description}</desc>{Style}{content}</svg>");

    private static string Sentence(IReadOnlyList<FocusOfDay> days)
    {
        var best = days.MaxBy(day => day.Seconds)!;
        return best.Seconds == 0
            ? "No focus sessions were completed."
            : string.Create(CultureInfo.InvariantCulture, $"{Length(days.Sum(day => day.Seconds))} in {days.Sum(day => day.Sessions)} sessions on {days.Count(day => day.Seconds > 0)} days; the most was {Length(best.Seconds)} on {best.Date}.");
    }

    private static string Length(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds / 60 % 60} min");
}
