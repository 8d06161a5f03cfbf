using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Notifications;

/// <summary>The routes of notifications.</summary>
/// <param name="inbox">The use cases.</param>
public sealed class NotificationFunctions(NotificationInbox inbox)
{
    /// <summary>GET /notifications: one page, the newest first; only the unread with <c>unread=true</c>.</summary>
    /// <remarks>They are kept for 90 days.</remarks>
    /// <returns>The notifications, or one page of them.</returns>
    [Function("ListNotifications")]
    [Operation("Notifications, the newest first", Answer = typeof(NotificationResource[]), Paged = true)]
    [Query("unread", "Only those not read yet.", Type = "boolean")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!PageRequest.Read(request).Succeeded(out var page, out var problem))
            return Answer.Problem(problem);
        var parameters = request.Parameters();
        var unreadOnly = parameters.Flag("unread") ?? false;
        if (parameters.Problem is { } wrong)
            return Answer.Problem(wrong);
        return Answer.Of(
            await inbox.ListAsync(caller.UserId, unreadOnly, page.Limit, page.Cursor, cancellation),
            found => Answer.Page(found.Notifications, NotificationJson.Default.NotificationResourceArray, found.NextCursor));
    }

    /// <summary>POST /notifications/{id}/read: the notification, read.</summary>
    /// <remarks>One that is read stays as it is.</remarks>
    /// <returns>The notification, read.</returns>
    [Function("ReadNotification")]
    [Operation("Mark a notification as read", Answer = typeof(NotificationResource), Versioned = true)]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "notifications/{id:guid}/read")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(
            await inbox.MarkReadAsync(request.Caller().UserId, id.ToString("D"), cancellation),
            notification => Answer.Json(notification, NotificationJson.Default.NotificationResource, notification.Document.ETag));

    /// <summary>POST /notifications/read-all: how many were unread.</summary>
    /// <remarks>With very many a second call may be needed; <c>remaining</c> says so.</remarks>
    /// <returns>How many there were.</returns>
    [Function("ReadAllNotifications")]
    [Operation("Mark all notifications as read", Answer = typeof(ReadAllResult))]
    public async Task<IResult> ReadAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "notifications/read-all")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Of(
            await inbox.MarkAllReadAsync(request.Caller().UserId, cancellation),
            result => Answer.Json(result, NotificationJson.Default.ReadAllResult));
}
