using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>The rules of sending a reflection.</summary>
public static class ReflectionRules
{
    private static readonly TimeSpan LatestRitual = TimeSpan.FromHours(6);

    /// <summary>The day a reflection is for: today, or yesterday for a ritual after midnight. 422 for any other.</summary>
    public static Outcome<LocalDate> DayFor(ReflectionFields fields, UserCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.DayOf(now);
        var day = fields.Day ?? today;
        return day == today || day == today.PlusDays(-1)
            ? day
            : Problem.Invalid("shutdown_date", "shutdown_date must be today or yesterday.");
    }

    /// <summary>The reflection of a day: a new one, or the one there was with everything said anew.</summary>
    /// <param name="previous">The day's reflection so far, or null.</param>
    /// <param name="blank">Whose it is and the id that a new one gets.</param>
    /// <param name="fields">What was sent.</param>
    /// <param name="day">The day.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="now">Now.</param>
    public static Reflection Reflect(
        Reflection? previous, NewReflection blank, ReflectionFields fields, LocalDate day, UserCalendar calendar, DateTimeOffset now)
    {
        var lastMoment = calendar.BoundsOf(day).End.AddMilliseconds(-1);
        return new Reflection
        {
            Id = Reflection.IdOf(day),
            UserId = blank.UserId,
            ETag = previous?.ETag ?? "",
            ReflectionId = previous?.ReflectionId ?? blank.Id,
            Day = DayText.Write(day),
            ProductivityRating = fields.Rating,
            ReflectionNote = fields.Note,
            MindfulDisconnectCompleted = fields.Disconnect,
            SessionId = fields.SessionId,
            CreatedAt = previous?.CreatedAt ?? now,
            SentAt = now,
            ShutdownDate = now < lastMoment ? now : lastMoment,
            ShutdownMinutes = TimeOfShutdown(day, calendar, now) ?? previous?.ShutdownMinutes,
        };
    }

    /// <summary>
    /// When work ended on a day, as a reflection sent now tells it: in minutes as <see cref="MinutesInto"/>. Null when it is
    /// sent later than six hours after the day: one filled in the next morning says nothing about the evening.
    /// </summary>
    public static int? TimeOfShutdown(LocalDate day, UserCalendar calendar, DateTimeOffset now) =>
        now <= calendar.BoundsOf(day).End + LatestRitual ? MinutesInto(day, calendar, now) : null;

    /// <summary>The local time of an instant in whole minutes from the midnight of a day; over 1,440 after the next midnight.</summary>
    public static int MinutesInto(LocalDate day, UserCalendar calendar, DateTimeOffset instant)
    {
        var local = calendar.LocalTimeOf(instant);
        return (Period.DaysBetween(day, local.Date) * 1440) + (local.Hour * 60) + local.Minute;
    }
}

/// <summary>What a reflection needs that only a new one gets.</summary>
/// <param name="Id">The id that clients see.</param>
/// <param name="UserId">Its owner.</param>
public sealed record NewReflection(string Id, string UserId);
