using System.Text.Json.Serialization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The devices on which a user is signed in.</summary>
/// <param name="sessions">The use cases.</param>
public sealed class SessionFunctions(Sessions sessions)
{
    /// <summary>GET /auth/sessions: the newest first.</summary>
    /// <remarks>The newest first. A session is a sign-in on a device, until it is ended or thirty days old.</remarks>
    /// <returns>The sessions.</returns>
    [Function("ListSessions")]
    [Operation("Where the user is signed in", Answer = typeof(SessionResource[]))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "auth/sessions")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        var found = await sessions.ListAsync(caller.UserId, cancellation);
        return Answer.Json([.. found.Select(session => SessionResource.Of(session, caller.SessionId))], SessionJson.Default.SessionResourceArray);
    }

    /// <summary>DELETE /auth/sessions/{id}: signs a device out. 204.</summary>
    /// <remarks>Its access tokens and its refresh token are good no more.</remarks>
    /// <returns>Ended.</returns>
    /// <response code="404">The user has no such session.</response>
    [Function("EndSession")]
    [Operation("Sign a device out", Status = 204)]
    public async Task<IResult> EndAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "auth/sessions/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        Answer.Of(await sessions.EndOneAsync(request.Caller().UserId, id, cancellation));

    /// <summary>POST /auth/logout-everywhere: signs all devices out, this one too. 204.</summary>
    /// <remarks>Ends every session of the user, also the one that asks.</remarks>
    /// <returns>Signed out.</returns>
    [Function("LogoutEverywhere")]
    [Operation("Sign all devices out, this one too", Status = 204)]
    public async Task<IResult> EndAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/logout-everywhere")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(await sessions.EndAllAsync(request.Caller().UserId, cancellation));
}

/// <summary>A session as its user sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Device">What the device is called.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When its tokens were last given out; a client that is open does so about once an hour.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Current">Whether the request came from it.</param>
internal sealed record SessionResource(
    string Id, string Device, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current)
{
    public static SessionResource Of(Session session, string current) => new(
        session.Id,
        session.Device ?? DeviceWords.Of(null),
        session.CreatedAt,
        session.LastUsedAt ?? session.CreatedAt,
        session.ExpiresAt,
        session.Id == current);
}

/// <summary>How sessions are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(SessionResource[]))]
internal sealed partial class SessionJson : JsonSerializerContext;
