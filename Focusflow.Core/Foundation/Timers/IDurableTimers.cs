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
