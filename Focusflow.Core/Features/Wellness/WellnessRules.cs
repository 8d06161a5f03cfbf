using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Wellness;

/// <summary>When to ask how a user is: after three hard days in a row, at most once in seven days.</summary>
public static class WellnessRules
{
    /// <summary>How many hard days in a row lead to the question.</summary>
    public const int InARow = 3;

    /// <summary>How many days around a day are looked at: enough for a row with a long weekend in it.</summary>
    public const int Reach = 7;

    private static readonly TimeSpan Between = TimeSpan.FromDays(7);

    /// <summary>Whether to ask, now that a day has turned out hard.</summary>
    /// <param name="day">The day; a reflection may be of yesterday, so the days after it count as well.</param>
    /// <param name="hard">Whether a day was hard: too many hours, or rated as tough.</param>
    /// <param name="worked">Whether a day is a day of work. A day off that was not hard neither counts nor breaks the row.</param>
    /// <param name="askedAt">When the user was last asked, or null.</param>
    /// <param name="now">Now.</param>
    public static bool Asks(LocalDate day, Func<LocalDate, bool> hard, Func<LocalDate, bool> worked, DateTimeOffset? askedAt, DateTimeOffset now)
    {
        if (now - askedAt < Between)
            return false;
        return 1 + Row(-1) + Row(1) >= InARow;

        int Row(int step)
        {
            var row = 0;
            for (var i = 1; i <= Reach; i++)
            {
                var other = day.PlusDays(i * step);
                if (hard(other))
                    row++;
                else if (worked(other))
                    break;
            }

            return row;
        }
    }

    /// <summary>The noted days with another one, without those that nothing follows from any more.</summary>
    public static WellnessDays With(this WellnessDays days, LocalDate day)
    {
        var oldest = DayText.Write(day.PlusDays(-Reach));
        var kept = days.OverworkedDays.Append(DayText.Write(day)).Where(other => string.CompareOrdinal(other, oldest) >= 0);
        return days with { OverworkedDays = [.. kept.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }
}
