namespace Focusflow.LocalRuntime.Features.Timers;

/// <summary>How the schedule of a timer function stands at a moment. Instants are in UTC.</summary>
/// <param name="Expression">The six cron fields.</param>
/// <param name="Last">When it ran last; 0001-01-01 when it never did.</param>
/// <param name="Next">When it runs next; <see cref="DateTime.MaxValue"/> or near it when it never will.</param>
/// <param name="IsPastDue">Whether its time has passed without a run.</param>
/// <param name="IsRunning">Whether it runs now.</param>
/// <param name="Rests">Whether it skips its times until something is stored.</param>
internal sealed record ScheduleState(string Expression, DateTime Last, DateTime Next, bool IsPastDue, bool IsRunning, bool Rests);
