using System.Globalization;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>The running time of a session by the hours on the clock where it was begun.</summary>
internal static class HourSplit
{
    /// <summary>Whole seconds by hour, together as many as the session has. Nothing for a session that knows no zone.</summary>
    public static IEnumerable<InsightCount> Of(FocusSession session)
    {
        if (session.Timezone is not { } zone || UserCalendar.Find(zone, LocalTime.Midnight) is not { } calendar)
            return [];
        var seconds = new int[24];
        var (ticks, counted) = (0L, 0L);
        foreach (var segment in session.Segments)
        {
            for (var at = segment.From; at < segment.Until;)
            {
                var local = calendar.LocalTimeOf(at);
                var rest = TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.TimeOfDay.TickOfDay % TimeSpan.TicksPerHour);
                var until = at + rest < segment.Until ? at + rest : segment.Until;

                // Parts of seconds go on into the next piece, so that none gets lost.
                ticks += (until - at).Ticks;
                seconds[local.Hour] += (int)((ticks / TimeSpan.TicksPerSecond) - counted);
                counted = ticks / TimeSpan.TicksPerSecond;
                at = until;
            }
        }

        return seconds.Index().Where(hour => hour.Item > 0)
            .Select(hour => new InsightCount(InsightColumn.Hours, hour.Item, hour.Index.ToString("D2", CultureInfo.InvariantCulture)));
    }
}
