using System.Globalization;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Focus;

/// <summary>The wake-up of one plan of one session. When the plan moves, another one is asked for and this one finds itself stale.</summary>
/// <remarks>Losing one costs punctuality, never truth: see <see cref="SessionSweeper"/>.</remarks>
/// <param name="UserId">The owner.</param>
/// <param name="SessionId">The session.</param>
/// <param name="DueAt">The instant: a planned end, or the limit of a pause.</param>
public sealed record SessionWakeUp(string UserId, string SessionId, DateTimeOffset DueAt) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "FocusSessionWakeUp";

    string IDurableTimer.Orchestration => Orchestration;

    DateTimeOffset? IDurableTimer.StartsAt => DueAt;

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
