using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Which weekdays were work days when: what a change of the settings replaces is kept with the day up to which it held, so
/// that a day keeps what held on it. A day that sees several changes has the last of them.
/// </summary>
public static class WorkDayHistory
{
    // Bounds the account of somebody who changes them for ever; what was before the oldest is judged by the oldest.
    private const int MostKept = 200;

    /// <summary>The account after a change, with what its work days were before kept.</summary>
    /// <param name="before">The account so far.</param>
    /// <param name="after">The account as it will be.</param>
    /// <param name="today">The user's day of the change, the first on which the new ones hold.</param>
    public static Account Keep(Account before, Account after, LocalDate today)
    {
        if (after.Settings.WorkDays.SequenceEqual(before.Settings.WorkDays, StringComparer.Ordinal))
            return after;

        // What began to hold today, or (in a zone that was left westwards) later, has never held on a day that is over.
        var day = DayText.Write(today);
        var held = before.PastWorkDays.FirstOrDefault(past => string.CompareOrdinal(past.Until, day) >= 0)?.Days
            ?? before.Settings.WorkDays;
        var kept = before.PastWorkDays.Where(past => string.CompareOrdinal(past.Until, day) < 0).Append(new PastWorkDays(day, held));
        return after with { PastWorkDays = [.. kept.TakeLast(MostKept)] };
    }

    /// <summary>Whether a day was a work day.</summary>
    public static bool WorkedOn(this Account account, LocalDate day)
    {
        var text = DayText.Write(day);
        var held = account.PastWorkDays.FirstOrDefault(past => string.CompareOrdinal(text, past.Until) < 0)?.Days
            ?? account.Settings.WorkDays;
        return held.Contains(UserSettings.Weekdays[(int)day.DayOfWeek - 1], StringComparer.Ordinal);
    }
}

/// <summary>Work days that no longer hold.</summary>
/// <param name="Until">The first day on which others held, <c>yyyy-MM-dd</c>.</param>
/// <param name="Days">The weekdays, <c>mon</c> to <c>sun</c>.</param>
public sealed record PastWorkDays(string Until, IReadOnlyList<string> Days);
