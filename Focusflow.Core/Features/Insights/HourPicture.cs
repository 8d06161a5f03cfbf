using System.Globalization;
using System.Text;
using NodaTime;
using static Focusflow.Core.Features.Insights.InsightPictures;

namespace Focusflow.Core.Features.Insights;

/// <summary>A week by the hours of the clock, as a part of a picture; the hours of work are a band behind it.</summary>
internal static class HourPicture
{
    private const int Hours = 24;

    /// <summary>The part, with its upper edge at a height.</summary>
    public static string Draw(InsightNumbers numbers, InsightSpan span, int top)
    {
        var (seconds, working, style) = (numbers.ByWeekdayHour(span), numbers.Working, numbers.Style);
        var most = Math.Max(1, seconds.Max(day => day.Max()));
        var part = new StringBuilder("<g class=\"hours\"><title>Focus by weekday and hour</title>");
        for (var weekday = 0; weekday < seconds.Count; weekday++)
        {
            foreach (var (from, until) in working?.StretchesOf(weekday) ?? [])
                part.Append(CultureInfo.InvariantCulture, $"<rect class=\"w\" x=\"{Left - 1 + (from * Cell / 60.0):0.##}\" y=\"{top - 1 + (weekday * Cell)}\" width=\"{(until - from) * Cell / 60.0:0.##}\" height=\"{Cell}\"/>");
        }

        for (var weekday = 0; weekday < seconds.Count; weekday++)
        {
            for (var hour = 0; hour < Hours; hour++)
            {
                var words = $"{NameOf(weekday)} {Text(style.Time(new LocalTime(hour, 0)))}: {Length(seconds[weekday][hour])}{WorkIn(working, weekday, hour)}";
                part.Append(CultureInfo.InvariantCulture, $"<rect class=\"l{LevelOf(seconds[weekday][hour], most)}\" x=\"{Left + (hour * Cell)}\" y=\"{top + (weekday * Cell)}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\" rx=\"2\"><title>{words}</title></rect>");
            }
        }

        for (var hour = 0; hour < Hours; hour += 3)
            part.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (hour * Cell)}\" y=\"{top - 8}\">{hour}</text>");
        if (working is not null)
        {
            var x = Left + (Hours * Cell) + 12;
            part.Append(CultureInfo.InvariantCulture, $"<rect class=\"w\" x=\"{x}\" y=\"{top}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\"/><text x=\"{x + Cell + 4}\" y=\"{top + 9}\">Hours of work</text>");
        }

        return part.Append(Weekdays(top)).Append("</g>").ToString();
    }

    /// <summary>What it tells of the hours of work, as one more sentence.</summary>
    public static string Sentence(InsightNumbers numbers, InsightSpan span)
    {
        if (numbers.Working is not { } working)
            return "";
        var focus = working.Divide(numbers.ByWeekdayHour(span));
        return $" In the hours of work it was {Length(focus.InsideSeconds)}, at other hours of days of work {Length(focus.OutsideSeconds)}, on days off {Length(focus.DaysOffSeconds)}.";
    }

    private static string WorkIn(WorkingHours? working, int weekday, int hour)
    {
        var minutes = working is null ? 0 : Enumerable.Range(hour * 60, 60).Count(minute => working.Contains(weekday, minute));
        return minutes switch { 0 => "", 60 => ", hours of work", _ => ", partly hours of work" };
    }
}
