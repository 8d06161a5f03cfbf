using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Features.Notifications;

/// <summary>The route of the stream of notifications.</summary>
/// <param name="listeners">Gives out the places.</param>
/// <param name="watch">Tells what other instances write.</param>
/// <param name="news">Reads what is new.</param>
/// <param name="authentication">Knows whether a session is still alive.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="limits">How long a stream lasts.</param>
/// <param name="addresses">Tells where streams come from.</param>
/// <param name="lifetime">Tells that the host stops.</param>
public sealed class NotificationStreamFunctions(
    StreamListeners listeners,
    ChangeWatch watch,
    NotificationNews news,
    Authentication authentication,
    TimeProvider clock,
    StreamLimits limits,
    ClientAddresses addresses,
    IHostApplicationLifetime lifetime)
{
    /// <summary>GET /notifications/stream: what is new from now on, or since <c>Last-Event-ID</c>.</summary>
    /// <returns>Events, each with a notification.</returns>
    /// <response code="429">There are five streams of this user, or too many requests; <c>Retry-After</c> says how long to wait.</response>
    [Function("StreamNotifications")]
    [Operation(
        "New notifications as they are made, as server-sent events",
        Tag = "Notification",
        Answer = typeof(NotificationResource),
        AnswerType = "text/event-stream",
        Description = "Each event is named notification; its data is one notification as GET /notifications lists them, on one line. The first event is named ready; its "
            + "data is an empty object. A comment is sent every 20 seconds. The answer ends after 25 seconds, and earlier when the session ends or the "
            + "access token expires: connect again with the id of the last event as Last-Event-ID, and nothing is lost or repeated. At most 5 streams a user (429).")]
    [RequestHeader("Last-Event-ID", "Send what came after this event. Without it, or with one that is not from here: only what is new from now on.")]
    public async Task StreamAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications/stream")] HttpRequest request,
        CancellationToken cancellation)
    {
        var http = request.HttpContext;
        if (HttpMethods.IsHead(request.Method))
        {
            http.Response.ContentType = EventStream.MediaType; // nothing to wait for
            return;
        }

        if (!listeners.Open(request.Caller().UserId, addresses.TrustedOf(http)).Succeeded(out var listener, out var problem))
        {
            await Answer.Problem(problem).ExecuteAsync(http);
            return;
        }

        using var place = listener;
        using var watching = watch.Begin();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await new NotificationStream(news, authentication, clock, limits, listener)
                .RunAsync(http, BearerToken.Of(request)!, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client is gone, or the host stops; in that case the answer ends in good order and the client comes back.
        }
    }
}
