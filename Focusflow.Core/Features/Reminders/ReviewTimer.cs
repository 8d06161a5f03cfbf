using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>A wake-up call for all weekly reviews that are planned for one instant; see <see cref="ShutdownTimer"/>.</summary>
/// <param name="Due">The planned instant, in whole milliseconds.</param>
public sealed record ReviewTimer(DateTimeOffset Due) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "WeeklyReview";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same instant, such as <c>review-20251006T070000000Z</c>.</summary>
    public string InstanceId() => TimerId.Of("review", Due);
}
