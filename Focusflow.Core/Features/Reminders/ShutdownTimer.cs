using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>A wake-up call for one planned shutdown reminder. It carries no truth: the <see cref="ShutdownPlan"/> does.</summary>
/// <param name="UserId">Whom to remind.</param>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record ShutdownTimer(string UserId, DateTimeOffset Due) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "ShutdownReminder";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same user and instant, such as <c>shutdown-0199...-20251006T150000000Z</c>.</summary>
    public string InstanceId() => TimerId.Of("shutdown", UserId, Due);
}
