using System.Runtime.InteropServices;

namespace Focusflow.Core.Features.Reminders;

/// <summary>What a wake-up does: whether to tell the user, and what to plan next.</summary>
/// <param name="Result">Whether the notification is to be made.</param>
/// <param name="Next">What is planned next, or null for nothing.</param>
/// <param name="Settles">Whether the plan is over; if not, nothing is written.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReminderStep<T>(ReminderResult Result, T? Next, bool Settles = true)
    where T : struct
{
    /// <summary>Another plan is in force, or none.</summary>
    public static ReminderStep<T> Stale { get; } = new(ReminderResult.NotWanted, null, Settles: false);

    /// <summary>The plan is in force, but its time has not come.</summary>
    public static ReminderStep<T> TooEarly { get; } = new(ReminderResult.TooEarly, null, Settles: false);
}
