using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Focus;

/// <summary>Records what time alone has made of a session. Whoever comes across one that is due calls it: readers, wake-ups, the sweeper.</summary>
public sealed class SessionSettlement(TimeProvider clock, SessionCommit commit)
{
    internal static Problem NotFound { get; } = Problem.NotFound("Focus session");

    /// <summary>
    /// The session as it stands now, for showing it. One that is not due is given back without touching the store; one that is
    /// due is recorded first, if the store can be written. 404 when it was deleted meanwhile.
    /// </summary>
    public async ValueTask<Outcome<FocusSession>> SettleAsync(FocusSession session, CancellationToken cancellation = default)
    {
        if (ReferenceEquals(SessionRules.Settle(session, clock.Now()), session))
            return session;
        try
        {
            var recorded = await RecordAsync(session, read: null, cancellation);
            if (recorded.Problem != Problem.Contention)
                return recorded;
        }
        catch (StoreUnavailableException)
        {
            // It could be read, so it can be told.
        }

        // What it has become does not depend on recording it: the next reader or the sweeper will.
        return SessionRules.Settle(session, clock.Now());
    }

    /// <summary>Answers a wake-up: settles the session if that very plan is still in force and its time has come.</summary>
    public async Task<Outcome<WakeUpResult>> WakeAsync(SessionWakeUp wakeUp, CancellationToken cancellation = default)
    {
        var read = await commit.ReadAsync(wakeUp.UserId, wakeUp.SessionId, wakeUp.DueAt, cancellation);
        if (read.Find<FocusSession>() is not { } session || session.DueAt != wakeUp.DueAt)
            return WakeUpResult.Stale;
        var now = clock.Now();
        if (now < wakeUp.DueAt)
            return WakeUpResult.TooEarly;
        Measures.Late("focus_session", wakeUp.DueAt, now);
        var recorded = await RecordAsync(session, read, cancellation);
        return recorded.Problem == Problem.Contention ? Problem.Contention : WakeUpResult.Settled;
    }

    /// <summary>Records what has become of a session; 404 when it was deleted meanwhile.</summary>
    internal Task<Outcome<FocusSession>> RecordAsync(FocusSession session, SomeDocuments? read, CancellationToken cancellation)
    {
        var current = session;
        return Optimistic.RunAsync<FocusSession>(
            async () =>
            {
                if (current is null)
                {
                    read = await commit.ReadAsync(session.UserId, session.Id, session.DueAt, cancellation);
                    current = read.Find<FocusSession>();
                }

                if (current is null)
                    return NotFound;
                var settled = SessionRules.Settle(current, clock.Now());
                if (ReferenceEquals(settled, current))
                    return current;
                var stored = await commit.TryAsync(settled, read, cancellation);
                current = null;
                return stored is null ? (Outcome<FocusSession>?)null : stored;
            },
            cancellation);
    }
}
