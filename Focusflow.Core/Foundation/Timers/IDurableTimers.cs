namespace Focusflow.Core.Foundation.Timers;

/// <summary>
/// A wake-up call that a feature plans. It carries no truth: whoever is woken up looks in the store whether that very plan
/// is still in force.
/// </summary>
public interface IDurableTimer
{
    /// <summary>The name of the orchestration that waits for it.</summary>
    string Orchestration { get; }

    /// <summary>The same for the same plan, so that asking twice makes one timer.</summary>
    string InstanceId();

    /// <summary>
    /// When the orchestration is to start, at most six days ahead; null: at once, and it waits by itself. One that starts when it is due
    /// spares the turn that only begins to wait, but a backend can put off a start for a week at most. It may start early all the same, and on
    /// Azure Storage even when it was terminated before.
    /// </summary>
    DateTimeOffset? StartsAt => null;
}

/// <summary>Sets wake-up calls that survive a restart.</summary>
public interface IDurableTimers
{
    /// <summary>
    /// Sets a timer; one that is already set stays. Called <em>before</em> the plan is committed, so that a crash between the
    /// two leaves a harmless timer and never a plan without one. It may come early, late, twice, or for a plan long gone.
    /// </summary>
    Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation);
}
