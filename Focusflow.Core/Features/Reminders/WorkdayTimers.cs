using System.Globalization;

namespace Focusflow.Core.Features.Reminders;

/// <summary>A wake-up call for one planned shutdown reminder. It carries no truth: the <see cref="ShutdownPlan"/> does.</summary>
/// <param name="UserId">Whom to remind.</param>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record ShutdownTimer(string UserId, DateTimeOffset Due)
{
    /// <summary>The same for the same user and instant, such as <c>shutdown-0199...-20251006T150000000Z</c>.</summary>
    public string InstanceId() => WorkdayTimerIds.Of("shutdown", UserId, Due);
}

/// <summary>
/// A wake-up call for one planned break reminder. It carries no truth: the marker of the open work does
/// (<see cref="WorkLog.OpenWork.BreakDue"/>).
/// </summary>
/// <param name="UserId">Whom to remind.</param>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record BreakTimer(string UserId, DateTimeOffset Due)
{
    /// <summary>The same for the same user and instant, such as <c>break-0199...-20251006T080000000Z</c>.</summary>
    public string InstanceId() => WorkdayTimerIds.Of("break", UserId, Due);
}

/// <summary>
/// Sets wake-up calls that survive a restart, always <em>before</em> the plan is committed. One that is set already stays; it
/// may come early, late, twice, or for a plan long gone.
/// </summary>
public interface IWorkdayTimers
{
    /// <summary>Sets a timer for a shutdown reminder.</summary>
    Task ScheduleAsync(ShutdownTimer timer, CancellationToken cancellation);

    /// <summary>Sets a timer for a break reminder.</summary>
    Task ScheduleAsync(BreakTimer timer, CancellationToken cancellation);
}

/// <summary>How the ids of their orchestrations are made.</summary>
internal static class WorkdayTimerIds
{
    public static string Of(string kind, string userId, DateTimeOffset due) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Guid.Parse(userId):N}-{due.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
}
