using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Tests.Foundation.Calendar;

/// <summary>When a week begins and ends for the users of tests, most of whom live in UTC.</summary>
internal static class WeekInUtc
{
    public static DateTimeOffset StartInUtc(this IsoWeek week) => UserCalendar.Utc.StartOf(week.Monday);

    public static DateTimeOffset EndInUtc(this IsoWeek week) => week.Next.StartInUtc();
}
