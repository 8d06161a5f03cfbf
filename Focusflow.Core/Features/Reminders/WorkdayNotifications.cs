using System.Globalization;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Features.Reminders;

/// <summary>The notifications of shutdown and break reminders. They bear the planned instants, however late they are made.</summary>
public static class WorkdayNotifications
{
    /// <summary>Of a shutdown. The user's day is its cause, so that moving to another zone does not repeat it.</summary>
    public static NotificationDocument Of(ShutdownPlan plan, DateTimeOffset now) => NotificationDocument.Of(
        plan.UserId,
        NotificationKind.ShutdownReminder,
        cause: "shutdown:" + plan.Day,
        title: "Time to shut down",
        message: "Your working day ends now. Look back on it, and let go.",
        at: plan.DueAt,
        madeAt: now,
        data: new JsonObject { ["date"] = plan.Day });

    /// <summary>All that a wake-up of the open work tells.</summary>
    public static IReadOnlyList<NotificationDocument> Of(OpenWork work, BreakStep step, UserSettings settings, DateTimeOffset now)
    {
        var told = new List<NotificationDocument>();
        if (step.At is { } at)
            told.Add(OfBreak(work, at, now));
        if (step.UnbrokenAt is { } unbroken)
            told.Add(OfUnbrokenWork(work, unbroken, now));
        if (step.DayFullAt is { } full && settings.OverworkNotificationsEnabled)
            told.Add(OfFullDay(work, full, settings, now));
        return told;
    }

    /// <summary>Of a break.</summary>
    /// <param name="work">The open work, with the time since when the user had been working without a break.</param>
    /// <param name="at">The instant that it belongs to.</param>
    /// <param name="now">Now.</param>
    public static NotificationDocument OfBreak(OpenWork work, DateTimeOffset at, DateTimeOffset now)
    {
        var minutes = (int)(at - work.WorkingSince!.Value).TotalMinutes;
        return NotificationDocument.Of(
            work.UserId,
            NotificationKind.BreakReminder,
            cause: $"break:{work.WorkId}:{Timestamps.Write(at)}",
            title: "Time for a break",
            message: string.Create(CultureInfo.InvariantCulture, $"You have been working for {minutes} minutes without a break."),
            at: at,
            madeAt: now,
            data: new JsonObject { ["work_session_id"] = work.WorkId, ["continuous_minutes"] = minutes });
    }

    /// <summary>Of a day with too many hours. The day is its cause, so it comes once a day.</summary>
    private static NotificationDocument OfFullDay(OpenWork work, DateTimeOffset at, UserSettings settings, DateTimeOffset now)
    {
        var minutes = ((int)(at - work.CountedSince!.Value).TotalSeconds + work.WorkedSeconds) / 60;
        var hours = settings.MaxDailyHours == 1 ? "1 hour" : string.Create(CultureInfo.InvariantCulture, $"{settings.MaxDailyHours} hours");
        return NotificationDocument.Of(
            work.UserId,
            NotificationKind.Overwork,
            cause: "overwork:day:" + work.Day,
            title: "Enough for today",
            message: $"You have worked for {hours} today, breaks apart. You did not want it to be more.",
            at: at,
            madeAt: now,
            data: new JsonObject { ["reason"] = "day", ["date"] = work.Day, ["work_session_id"] = work.WorkId, ["worked_minutes"] = minutes });
    }

    /// <summary>Of work without a break. Since when is its cause, so it comes once until there is one.</summary>
    private static NotificationDocument OfUnbrokenWork(OpenWork work, DateTimeOffset at, DateTimeOffset now)
    {
        var minutes = (int)(at - work.WorkingSince!.Value).TotalMinutes;
        return NotificationDocument.Of(
            work.UserId,
            NotificationKind.Overwork,
            cause: $"overwork:unbroken:{work.WorkId}:{Timestamps.Write(work.WorkingSince!.Value)}",
            title: "Long without a break",
            message: string.Create(CultureInfo.InvariantCulture, $"You have been working for {minutes} minutes without a break, which is as long as you wanted it to be at most."),
            at: at,
            madeAt: now,
            data: new JsonObject { ["reason"] = "no_break", ["date"] = work.Day, ["work_session_id"] = work.WorkId, ["continuous_minutes"] = minutes });
    }
}
