using System.Globalization;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// A wake-up call for all shutdown reminders that are planned for one instant: the users of a zone share a few of them, so a timer for
/// each would be the dear way to the same moment. It carries no truth: each user's <see cref="ShutdownPlan"/> does.
/// </summary>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record ShutdownTimer(DateTimeOffset Due) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "ShutdownReminder";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same instant, such as <c>shutdown-20251006T150000000Z</c>.</summary>
    public string InstanceId() => TimerId.Of("shutdown", Due);
}
