using System.Globalization;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Sessions as HTTP answers, as they are at this moment.</summary>
public sealed class SessionAnswers(TimeProvider clock)
{
    /// <summary>201 with the session and where it is.</summary>
    public IResult Created(HttpRequest request, Outcome<FocusSession> outcome) => Answer.Of(outcome, session =>
    {
        var response = FocusSessionResponse.Of(session, clock.Now());
        var path = request.Path.Value!; // such as /api/focus-sessions/start; breaks can be started elsewhere, but are sessions, too
        var location = $"{request.PathBase}{path[..(path.IndexOf('/', 1) + 1)]}focus-sessions/{session.Id}";
        return Answer.Created(response, FocusSessionJson.Default.FocusSessionResponse, location, Version(session, response));
    });

    /// <summary>200 with the session.</summary>
    public IResult One(Outcome<FocusSession> outcome) => Answer.Of(outcome, OneOrNull);

    /// <summary>200 with the session or <c>null</c>.</summary>
    public IResult OneOrNull(FocusSession? session)
    {
        if (session is null)
            return Answer.Json<FocusSessionResponse>(null!, FocusSessionJson.Default.FocusSessionResponse);
        var response = FocusSessionResponse.Of(session, clock.Now());
        return Answer.Json(response, FocusSessionJson.Default.FocusSessionResponse, Version(session, response));
    }

    /// <summary>200 with a page of sessions.</summary>
    public IResult Page(IReadOnlyList<FocusSession> sessions, string? nextCursor)
    {
        var now = clock.Now();
        return Answer.Page(
            sessions.Select(session => FocusSessionResponse.Of(session, now)), FocusSessionJson.Default.IEnumerableFocusSessionResponse, nextCursor);
    }

    /// <summary>
    /// What a session's ETag says. The answer for an active one changes every second without being stored, so its seconds
    /// are part of the version; otherwise a client would be told that nothing had changed (304).
    /// </summary>
    private static string Version(FocusSession session, FocusSessionResponse response) => session.Status == SessionStatus.Active
        ? VersionTag.Of(session.ETag, response.RemainingSeconds.ToString(CultureInfo.InvariantCulture))
        : session.ETag;
}
