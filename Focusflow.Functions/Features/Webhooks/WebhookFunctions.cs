using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>The routes of webhooks.</summary>
/// <param name="webhooks">The use cases.</param>
/// <param name="options">The settings.</param>
public sealed class WebhookFunctions(WebhookSubscriptions webhooks, WebhookOptions options)
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
