using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>The routes of webhooks.</summary>
/// <param name="webhooks">The use cases.</param>
/// <param name="delivery">Sends.</param>
/// <param name="log">Knows the last attempts.</param>
/// <param name="options">The settings.</param>
public sealed class WebhookFunctions(WebhookSubscriptions webhooks, WebhookDelivery delivery, WebhookLog log, OutgoingOptions options)
{
    /// <summary>GET /webhooks: all of the caller's.</summary>
    /// <remarks>Without their secrets.</remarks>
    /// <returns>The webhooks.</returns>
    [Function("ListWebhooks")]
    [Operation("All webhooks", Answer = typeof(WebhookResource[]))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var found = await webhooks.ListAsync(request.Caller().UserId, cancellation);
        return Answer.Json([.. found.Select(WebhookResource.Of)], WebhookJson.Default.WebhookResourceArray);
    }

    /// <summary>POST /webhooks: subscribes; the answer is the only one that holds the secret.</summary>
    /// <remarks>From now on each notification of the kinds named is posted there. The secret is told only once.</remarks>
    /// <returns>The webhook with its secret.</returns>
    /// <response code="409">
    /// The user has as many webhooks as may be kept, or the first request with this <c>Idempotency-Key</c> is still running.
    /// </response>
    /// <response code="422">A value is wrong: <c>url</c> when it is not https or names a private address.</response>
    [Function("AddWebhook")]
    [Operation("Subscribe a URL to notifications", Body = typeof(WebhookFields), Answer = typeof(WebhookResource), Status = 201, Versioned = true)]
    [BodyExample("""{"url": "https://example.com/hook", "events": ["task_reminder", "session_completed"]}""")]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        var body = await RequestBody.ReadObjectAsync(request, cancellation);
        if (!body.Succeeded(out var json, out var problem)
            || !WebhookFields.Read(json, caller.Calendar, options.AllowLoopback).Succeeded(out var fields, out problem))
        {
            return Answer.Problem(problem);
        }

        return Answer.Of(
            await webhooks.AddAsync(caller.UserId, fields, cancellation),
            webhook => Answer.Created(
                WebhookResource.Of(webhook) with { Secret = webhook.Secret }, WebhookJson.Default.WebhookResource, etag: webhook.ETag));
    }

    /// <summary>POST /webhooks/{id}/test: sends an event of the type <c>test</c> now, and tells what came back.</summary>
    /// <returns>How it went.</returns>
    [Function("TestWebhook")]
    [Operation(
        "Send a test event now", Answer = typeof(WebhookAttemptResource),
        Description = "Signed as all messages are; sent once, also to a webhook that is switched off. The answer tells what the receiver answered.")]
    public async Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{id:guid}/test")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(
            await delivery.TestAsync(request.Caller().UserId, id.ToString("D"), cancellation),
            static attempt => Answer.Json(WebhookAttemptResource.Of(attempt), WebhookJson.Default.WebhookAttemptResource));

    /// <summary>GET /webhooks/{id}/attempts: the last twenty, the newest first.</summary>
    /// <remarks>Tests are among them. Of an attempt that had no answer it says why, as far as a developer needs to know.</remarks>
    /// <returns>The attempts, the newest first.</returns>
    [Function("ListWebhookAttempts")]
    [Operation("The last twenty attempts to deliver", Answer = typeof(WebhookAttemptResource[]))]
    public async Task<IResult> ListAttemptsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "webhooks/{id:guid}/attempts")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(
            await log.ListAsync(request.Caller().UserId, id.ToString("D"), cancellation),
            static attempts => Answer.Json([.. attempts.Select(WebhookAttemptResource.Of)], WebhookJson.Default.WebhookAttemptResourceArray));

    /// <summary>POST /webhooks/{id}/enable: switches one on again that was switched off.</summary>
    /// <remarks>What was told in the meantime is not sent. One that is on stays as it is.</remarks>
    /// <returns>The webhook, which is on.</returns>
    [Function("EnableWebhook")]
    [Operation("Switch a webhook on again", Answer = typeof(WebhookResource), Versioned = true)]
    public async Task<IResult> EnableAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/{id:guid}/enable")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(
            await webhooks.EnableAsync(request.Caller().UserId, id.ToString("D"), cancellation),
            static webhook => Answer.Json(WebhookResource.Of(webhook), WebhookJson.Default.WebhookResource, webhook.ETag));

    /// <summary>DELETE /webhooks/{id}.</summary>
    /// <remarks>What is on its way is dropped.</remarks>
    /// <returns>Removed.</returns>
    [Function("RemoveWebhook")]
    [Operation("End a subscription", Status = 204, Versioned = true)]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "webhooks/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(await webhooks.RemoveAsync(request.Caller().UserId, id.ToString("D"), request.Expected(), cancellation));
}
