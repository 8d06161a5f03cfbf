using Focusflow.Core.Features.Push;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Push;

/// <summary>The routes of pushes.</summary>
/// <param name="subscribing">The use cases.</param>
/// <param name="outgoing">Where pushes may go.</param>
public sealed class PushFunctions(PushSubscribing subscribing, OutgoingOptions outgoing)
{
    /// <summary>GET /push/key: what a browser needs to subscribe.</summary>
    /// <remarks>For <c>pushManager.subscribe({userVisibleOnly: true, applicationServerKey: public_key})</c>.</remarks>
    /// <returns>The key.</returns>
    /// <response code="503">The service has no key, and sends no pushes (<c>push_unavailable</c>).</response>
    [Function("GetPushKey")]
    [Operation("The public key for push subscriptions", Answer = typeof(PushKeyResource), Problems = [503])]
    public IResult Key([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "push/key")] HttpRequest request) =>
        Answer.Of(subscribing.Key, static key => Answer.Json(new PushKeyResource(key), PushJson.Default.PushKeyResource));

    /// <summary>GET /push/subscriptions: all of the caller's.</summary>
    /// <remarks>Without the keys of the browsers. Those whose sign-in has ended are not among them.</remarks>
    /// <returns>The subscriptions, the oldest first.</returns>
    [Function("ListPushSubscriptions")]
    [Operation("All push subscriptions", Answer = typeof(PushSubscriptionResource[]))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "push/subscriptions")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Json(
            [.. (await subscribing.ListAsync(request.Caller().UserId, cancellation)).Select(PushSubscriptionResource.Of)],
            PushJson.Default.PushSubscriptionResourceArray);

    /// <summary>POST /push/subscriptions: subscribes a browser, which may send what its own <c>toJSON()</c> gives.</summary>
    /// <remarks>
    /// From now on the notifications are pushed to that browser, encrypted for it, as long as the sign-in lasts that it was made with and
    /// <c>push_notifications_enabled</c> is on. The same browser again replaces its subscription; do so after each sign-in.
    /// </remarks>
    /// <returns>The subscription.</returns>
    /// <response code="409">
    /// The user has as many browsers subscribed as may be kept, or the first request with this <c>Idempotency-Key</c> is still running.
    /// </response>
    /// <response code="422">A value is wrong: <c>endpoint</c> when it is not https or names a private address, <c>keys</c> when they are none.</response>
    /// <response code="503">The service has no key, and sends no pushes (<c>push_unavailable</c>).</response>
    [Function("AddPushSubscription")]
    [Operation("Subscribe a browser to pushes", Body = typeof(PushFields), Answer = typeof(PushSubscriptionResource), Status = 201, Problems = [503])]
    [BodyExample("""
        {
          "endpoint": "https://push.example.com/send/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
          "expirationTime": null,
          "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg"
          }
        }
        """)]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "push/subscriptions")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        var body = await RequestBody.ReadObjectAsync(request, cancellation);
        if (!body.Succeeded(out var json, out var problem)
            || !PushFields.Read(json, caller.Calendar, outgoing.AllowLoopback).Succeeded(out var fields, out problem))
        {
            return Answer.Problem(problem);
        }

        return Answer.Of(
            await subscribing.AddAsync(caller, fields, cancellation),
            static browser => Answer.Created(PushSubscriptionResource.Of(browser), PushJson.Default.PushSubscriptionResource));
    }

    /// <summary>DELETE /push/subscriptions/{id}.</summary>
    /// <remarks>What is on its way is dropped.</remarks>
    /// <returns>Removed.</returns>
    [Function("RemovePushSubscription")]
    [Operation("End a push subscription", Status = 204)]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "push/subscriptions/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(await subscribing.RemoveAsync(request.Caller().UserId, id.ToString("D"), cancellation));
}
