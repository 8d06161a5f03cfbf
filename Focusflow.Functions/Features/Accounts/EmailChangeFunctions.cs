using Focusflow.Core.Features.Accounts;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>Another address for an account, and the former one back.</summary>
/// <param name="changes">The use cases.</param>
public sealed class EmailChangeFunctions(EmailChange changes)
{
    /// <summary>POST /auth/send-email-verification: mails a code to a new address. 204.</summary>
    [Function("SendEmailVerification")]
    [Operation("Have a code mailed to a new address", Body = typeof(ChangeEmail), BodyReader = nameof(ChangeEmail.ReadAddress), Status = 204, Problems = [404], Tag = "Account recovery")]
    [BodyExample("""{"new_email": "john.doe@example.com"}""")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/send-email-verification")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        return (await RecoveryFunctions.ReadAsync(request, ChangeEmail.ReadAddress, cancellation)).Succeeded(out var email, out var problem)
            ? Answer.Of(await changes.AskAsync(request.Caller(), email, new DurableTimers(client), cancellation))
            : Answer.Problem(problem);
    }

    /// <summary>POST /auth/change-email: the user with the new address; both addresses are told.</summary>
    [Function("ChangeEmail")]
    [Operation("Change the address with the code that was mailed there", Body = typeof(ChangeEmail), Answer = typeof(UserResource), Versioned = true, Problems = [404], Tag = "Account recovery")]
    [BodyExample("""{"new_email": "john.doe@example.com", "verification_code": "123456"}""")]
    public async Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/change-email")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        return (await RecoveryFunctions.ReadAsync(request, ChangeEmail.Read, cancellation)).Succeeded(out var command, out var problem)
            ? Answer.Of(
                await changes.ChangeAsync(request.Caller(), command, new DurableTimers(client), cancellation),
                static account => Answer.Json(new UserResource(account), AccountResourceJson.Default.UserResource, account.ETag))
            : Answer.Problem(problem);
    }

    /// <summary>GET /auth/restore-email: the page that the link in the mail to the former address leads to.</summary>
    [Function("ShowRestoreEmail")]
    [Operation("A page to take a change of the address back", Answer = typeof(string), AnswerType = "text/html", Problems = [404], Tag = "Account recovery")]
    [Query("token", "The token of the link.")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/restore-email")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await changes.LooksGoodAsync(request.Query["token"].ToString(), cancellation),
            static _ => new PlainPage("Take the address back", "Your account gets its former address again, and all devices are signed out.", "Take it back"));

    /// <summary>POST /auth/restore-email: takes the change back.</summary>
    [Function("RestoreEmail")]
    [Operation("Take a change of the address back; all sessions are ended", Answer = typeof(string), AnswerType = "text/html", Problems = [404], Tag = "Account recovery")]
    [Query("token", "The token of the link.")]
    public async Task<IResult> RestoreAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/restore-email")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await changes.TakeBackAsync(request.Query["token"].ToString(), cancellation),
            static _ => new PlainPage("The address is back", "All devices are signed out. Set a new password now, since somebody may know the old one."));
}
