using System.Globalization;

namespace Focusflow.Core.Features.Focus;

/// <summary>Wakes the server up when a session is due. Losing a wake-up costs punctuality, never truth: see <see cref="SessionSweeper"/>.</summary>
public interface ISessionTimers
{
    /// <summary>
    /// Asks for a wake-up. Called <em>before</em> the session is committed, so that a crash between the two leaves a
    /// harmless timer and never a session without one; asking twice for the same is harmless too.
    /// </summary>
    Task ScheduleAsync(SessionWakeUp wakeUp, CancellationToken cancellation = default);
}

/// <summary>The wake-up of one plan of one session. When the plan moves, another one is asked for and this one finds itself stale.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="SessionId">The session.</param>
/// <param name="DueAt">The instant: a planned end, or the limit of a pause.</param>
public sealed record SessionWakeUp(string UserId, string SessionId, DateTimeOffset DueAt)
{
    /// <summary>An id that is the same whenever the same wake-up is asked for, such as <c>focus-0199...-20250926T150000000Z</c>.</summary>
    public string InstanceId() =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(SessionId)}{DueAt.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    /// <summary>How the ids of all wake-ups of a session begin.</summary>
    public static string PrefixOf(string sessionId) => $"focus-{sessionId}-";

    /// <summary>The wake-up that an open session needs.</summary>
    public static SessionWakeUp For(FocusSession session) => new(
        session.UserId, session.Id, session.DueAt ?? throw new InvalidOperationException("The session has ended."));
}

/// <summary>What became of a wake-up.</summary>
public enum WakeUpResult
{
    /// <summary>The plan was still in force and has been settled.</summary>
    Settled,

    /// <summary>The plan is in force, but its time has not come by this server's clock: wait on.</summary>
    TooEarly,

    /// <summary>The plan is no longer in force: nothing was done.</summary>
    Stale,
}
