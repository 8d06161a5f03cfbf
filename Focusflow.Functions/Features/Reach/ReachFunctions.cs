using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Reach;

/// <summary>The end of mail, by the link that is in each.</summary>
/// <param name="unsubscribing">The use case.</param>
public sealed class ReachFunctions(Unsubscribing unsubscribing)
{
    /// <summary>GET /mail/unsubscribe: a page with a button, since programs that look through mail open every link.</summary>
    /// <remarks>Where the link in each mail leads. Opening it changes nothing.</remarks>
    /// <returns>A page with a button.</returns>
    /// <response code="404">The link is not one of this service.</response>
    [Function("ShowUnsubscribe")]
    [Operation("A page to end mail of notifications", Answer = typeof(string), AnswerType = "text/html", Problems = [404])]
    [Query("token", "The token of the link.")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mail/unsubscribe")] HttpRequest request) =>
        Answer.Of(
            unsubscribing.Check(request.Query["token"].ToString()),
            static _ => new PlainPage("No more mail", "Notifications are not mailed to you any more. Mail about your account itself still is.", "Unsubscribe"));

    /// <summary>POST /mail/unsubscribe: ends it, from the page or from a mail program (RFC 8058).</summary>
    /// <remarks>For the page, and for mail programs (RFC 8058). It needs no access token, can be done again, and switches <c>email_notifications_enabled</c> off.</remarks>
    /// <returns>A page that says so.</returns>
    /// <response code="404">The link is not one of this service, or its user is gone.</response>
    [Function("Unsubscribe")]
    [Operation("End mail of notifications, by one click", Answer = typeof(string), AnswerType = "text/html", Problems = [404])]
    [Query("token", "The token of the link.")]
    public async Task<IResult> EndAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mail/unsubscribe")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await unsubscribing.EndAsync(request.Query["token"].ToString(), cancellation),
            static _ => new PlainPage("No more mail", "Notifications are not mailed to you any more. The settings can switch it on again."));
}

/// <summary>The services of reaching people.</summary>
internal static class ReachServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddReach(this IServiceCollection services) => services
        .AddSingleton<Unsubscribing>()
        .AddSingleton<NotificationMails>()
        .AddSingleton<INotificationOutlet>(provider => provider.GetRequiredService<NotificationMails>())
        .AddSingleton<IMailComposer>(provider => provider.GetRequiredService<NotificationMails>())
        .AddSingleton<IMailComposer, WeeklyReviewMails>();
}
