using Focusflow.Core.Features.Reminders;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Timers that never fire but are remembered.</summary>
internal sealed class RecordedWorkdayTimers : IWorkdayTimers
{
    private readonly Lock gate = new();

    public List<ShutdownTimer> Shutdowns { get; } = [];

    public List<BreakTimer> Breaks { get; } = [];

    public Task ScheduleAsync(ShutdownTimer timer, CancellationToken cancellation)
    {
        lock (gate)
            Shutdowns.Add(timer);
        return Task.CompletedTask;
    }

    public Task ScheduleAsync(BreakTimer timer, CancellationToken cancellation)
    {
        lock (gate)
            Breaks.Add(timer);
        return Task.CompletedTask;
    }
}
