using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>
/// A wake-up call for one planned look at the open work, for breaks and overwork. It carries no truth: the marker of the open work does
/// (<see cref="OpenWork.BreakDue"/>).
/// </summary>
/// <param name="UserId">Whom to remind.</param>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record BreakTimer(string UserId, DateTimeOffset Due) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "BreakReminder";

    string IDurableTimer.Orchestration => Orchestration;

    DateTimeOffset? IDurableTimer.StartsAt => Due;

    /// <summary>The same for the same user and instant, such as <c>break-0199...-20251006T080000000Z</c>.</summary>
    public string InstanceId() => TimerId.Of("break", UserId, Due);
}
