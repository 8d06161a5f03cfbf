using Focusflow.Core.Features.Focus;

namespace Focusflow.Tests.Features.Focus;

/// <summary>A session as a child would keep it: a stopwatch that ticks once a second, counting on its fingers.</summary>
public sealed class NaiveSession(int plannedMinutes)
{
    public SessionStatus Status { get; private set; } = SessionStatus.Active;

    public int RunningSeconds { get; private set; }

    public int? EndedAt { get; private set; }

    private int at;
    private int pausedAt;

    /// <summary>Lets the seconds pass until a time; true when it ended on the way.</summary>
    public void PassUntil(int time)
    {
        while (EndedAt is null && at < time)
        {
            at++;
            if (Status == SessionStatus.Active)
            {
                RunningSeconds++;
                if (RunningSeconds == plannedMinutes * 60)
                    End(SessionStatus.Completed, at);
            }
            else if (at - pausedAt == 12 * 60 * 60)
            {
                End(SessionStatus.Stopped, pausedAt);
            }
        }
    }

    /// <summary>Carries out a command now; false when it is refused.</summary>
    public bool Try(SessionCommand command)
    {
        switch (command, Status)
        {
            case (SessionCommand.Complete, SessionStatus.Completed) or (SessionCommand.Stop, SessionStatus.Stopped):
                return true;
            case (_, SessionStatus.Completed or SessionStatus.Stopped):
                return false;
            case (SessionCommand.Complete, _):
                End(SessionStatus.Completed, at);
                return true;
            case (SessionCommand.Stop, _):
                End(SessionStatus.Stopped, at);
                return true;
            case (SessionCommand.Pause, SessionStatus.Active):
                Status = SessionStatus.Paused;
                pausedAt = at;
                return true;
            case (SessionCommand.Resume, SessionStatus.Paused):
                Status = SessionStatus.Active;
                return true;
            default:
                return false;
        }
    }

    private void End(SessionStatus status, int time)
    {
        Status = status;
        EndedAt = time;
    }
}
