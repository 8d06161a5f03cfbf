using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Timers that never fire but are remembered.</summary>
internal sealed class RecordedWorkdayTimers : IDurableTimers
{
    private readonly Lock gate = new();

    public List<ShutdownTimer> Shutdowns { get; } = [];

    public List<ReviewTimer> Reviews { get; } = [];

    public List<BreakTimer> Breaks { get; } = [];

    public List<MailOrder> Mails { get; } = [];

    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (timer is ShutdownTimer shutdown)
                Shutdowns.Add(shutdown);
            else if (timer is ReviewTimer review)
                Reviews.Add(review);
            else if (timer is MailOrder mail)
                Mails.Add(mail);
            else
                Breaks.Add((BreakTimer)timer);
        }

        return Task.CompletedTask;
    }
}
