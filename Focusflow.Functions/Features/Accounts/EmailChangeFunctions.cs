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
    /// <remarks>The code goes to the new address; if somebody else has that already, it is told so, and the answer here is the same.</remarks>
    /// <returns>Asked for.</returns>
    /// <response code="404">The user is gone.</response>
    /// <response code="429">Five codes were asked for under this address within the hour, or there were too many requests.</response>
    /// <response code="503">No mail is sent here, or the data is out of reach.</response>
    [Function("SendEmailVerification")]
    [Operation("Have a code mailed to a new address", Body = typeof(ChangeEmail), BodyReader = nameof(ChangeEmail.ReadAddress), Status = 204, Problems = [404])]
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
    /// <remarks>The user signs in with the new address from now on. Both addresses are told, and the former one can take the change back for a day.</remarks>
    /// <returns>The user with the new address.</returns>
    /// <response code="404">The user is gone.</response>
    /// <response code="409">Somebody else has the address by now.</response>
    /// <response code="422">A value is wrong: <c>verification_code</c> when the code is wrong, was used, has expired, was tried too often or was replaced by a later one.</response>
    [Function("ChangeEmail")]
    [Operation("Change the address with the code that was mailed there", Body = typeof(ChangeEmail), Answer = typeof(UserResource), Versioned = true, Problems = [404])]
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
    /// <remarks>Where the link in the mail to the former address leads. Opening it changes nothing.</remarks>
    /// <returns>A page with a button.</returns>
    /// <response code="404">The link is not good any more.</response>
    [Function("ShowRestoreEmail")]
    [Operation("A page to take a change of the address back", Answer = typeof(string), AnswerType = "text/html", Problems = [404])]
    [Query("token", "The token of the link.")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "auth/restore-email")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await changes.LooksGoodAsync(request.Query["token"].ToString(), cancellation),
            static _ => new PlainPage("Take the address back", "Your account gets its former address again, and all devices are signed out.", "Take it back"));

    /// <summary>POST /auth/restore-email: takes the change back.</summary>
    /// <remarks>The account gets the address back that the link was mailed to. What was changed after it is taken back as well.</remarks>
    /// <returns>A page that says so.</returns>
    /// <response code="404">The link is not good any more.</response>
    [Function("RestoreEmail")]
    [Operation("Take a change of the address back; all sessions are ended", Answer = typeof(string), AnswerType = "text/html", Problems = [404])]
    [Query("token", "The token of the link.")]
    public async Task<IResult> RestoreAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/restore-email")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await changes.TakeBackAsync(request.Query["token"].ToString(), cancellation),
            static _ => new PlainPage("The address is back", "All devices are signed out. Set a new password now, since somebody may know the old one."));
}
