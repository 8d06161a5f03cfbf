using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>What is done with codes that are mailed: confirming an address, a new password for a forgotten one.</summary>
public sealed class RecoveryFunctions(
    EmailVerification verification, PasswordReset reset, PasswordChange passwords, Authentication authentication, ClientAddresses addresses)
{
    /// <summary>POST /auth/send-verification-email: mails a code to the address sent, or to the caller's own; 204 whoever has it.</summary>
    /// <returns>Asked for.</returns>
    /// <response code="401">A bearer token was sent that is not good.</response>
    /// <response code="404">The signed-in user is gone.</response>
    /// <response code="429">Five codes were asked for under this address within the hour, or there were too many requests.</response>
    /// <response code="503">No mail is sent here, or the data is out of reach.</response>
    [Function("SendVerificationEmail")]
    [Operation(
        "Have a code mailed that confirms the address", Body = typeof(AskedAddress), BodyReader = nameof(AskedAddress.ReadOptional), BodyOptional = true,
        Status = 204, Problems = [401, 404],
        Description = "Without an email, that of the bearer token is meant. The answer does not tell whether anybody has the address.")]
    [BodyExample("""{"email": "john@example.com"}""")]
    public async Task<IResult> SendVerificationAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/send-verification-email")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadObjectAsync(request, optional: true, cancellation);
        if (!body.Succeeded(out var sent, out var problem)
            || !AskedAddress.ReadOptional(new FieldReader(sent, UserCalendar.Utc)).Succeeded(out var asked, out problem))
        {
            return Answer.Problem(problem);
        }

        var timers = new DurableTimers(client);
        if (asked.Email is { } email)
            return Answer.Of(await verification.AskAsync(email, timers, cancellation));
        if (BearerToken.Of(request) is not { } token)
            return Answer.Problem(Problem.Invalid("email", "email is required of who has not signed in."));
        return (await authentication.AuthenticateAsync(token, cancellation)).Succeeded(out var caller, out problem)
            ? Answer.Of(await verification.AskAsync(caller, timers, cancellation))
            : Answer.Problem(problem);
    }

    /// <summary>POST /auth/verify-email: 204; the address counts as confirmed.</summary>
    /// <remarks>The address counts as confirmed, so that notifications may be mailed there. The code is the six digits of the mail, or the token of its link.</remarks>
    /// <returns>Confirmed.</returns>
    /// <response code="422">A value is wrong: <c>otp</c> when the code is wrong, was used, has expired, was tried too often or was replaced by a later one.</response>
    [Function("VerifyEmail")]
    [Operation("Confirm an address with its code", Body = typeof(VerifyEmail), Status = 204)]
    [BodyExample("""{"email": "john@example.com", "otp": "123456"}""")]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/verify-email")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        return (await ReadAsync(request, VerifyEmail.Read, cancellation)).Succeeded(out var command, out var problem)
            ? Answer.Of(await verification.VerifyAsync(command, new DurableTimers(client), cancellation))
            : Answer.Problem(problem);
    }

    /// <summary>POST /auth/forgot-password: mails a code, at most five an hour; 204 whoever has the address.</summary>
    /// <returns>Asked for.</returns>
    /// <response code="503">No mail is sent here, or the data is out of reach.</response>
    [Function("ForgotPassword")]
    [Operation(
        "Have a code mailed for a forgotten password", Body = typeof(AskedAddress), Status = 204,
        Description = "The answer does not tell whether anybody has the address.")]
    [BodyExample("""{"email": "john@example.com"}""")]
    public async Task<IResult> ForgotAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/forgot-password")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        return (await ReadAsync(request, AskedAddress.Read, cancellation)).Succeeded(out var asked, out var problem)
            ? Answer.Of(await reset.AskAsync(asked.Email!.Value, new DurableTimers(client), cancellation))
            : Answer.Problem(problem);
    }

    /// <summary>POST /auth/reset-password: 204; all sessions are ended.</summary>
    /// <remarks>The code is the six digits of the mail, or the token of its link. All sessions end, the address counts as confirmed and is told by mail. A code that comes with a password that is refused stays good.</remarks>
    /// <returns>Set.</returns>
    /// <response code="422">A value is wrong: <c>otp</c> when the code is wrong, was used, has expired, was tried too often or was replaced by a later one.</response>
    [Function("ResetPassword")]
    [Operation("Set a new password with a code; all sessions are ended", Body = typeof(ResetPassword), Status = 204)]
    [BodyExample("""{"email": "john@example.com", "otp": "123456", "new_password": "staple and much more"}""")]
    public async Task<IResult> ResetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/reset-password")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        return (await ReadAsync(request, ResetPassword.Read, cancellation)).Succeeded(out var command, out var problem)
            ? Answer.Of(await reset.ResetAsync(command, addresses.TrustedOf(request.HttpContext), new DurableTimers(client), cancellation))
            : Answer.Problem(problem);
    }

    /// <summary>POST /auth/verify-password: 204 when it is the caller's password, 422 when not, 429 after repeated failures.</summary>
    /// <remarks>For what a client wants to ask the password for once more. Wrong ones are counted, in this session alone.</remarks>
    /// <returns>It is the password.</returns>
    /// <response code="422">It is not the password.</response>
    /// <response code="409">The account has no password of its own.</response>
    [Function("VerifyPassword")]
    [Operation("Whether it is the user's password", Body = typeof(VerifyPassword), Status = 204)]
    [BodyExample("""{"password": "correct horse battery"}""")]
    public async Task<IResult> VerifyPasswordAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/verify-password")] HttpRequest request, CancellationToken cancellation)
    {
        return (await ReadAsync(request, VerifyPassword.Read, cancellation)).Succeeded(out var password, out var problem)
            ? Answer.Of(await passwords.ConfirmAsync(request.Caller(), password, cancellation: cancellation))
            : Answer.Problem(problem);
    }

    internal static async Task<Outcome<T>> ReadAsync<T>(
        HttpRequest request, Func<FieldReader, Outcome<T>> read, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellation);
        return body.Succeeded(out var element, out var problem) ? read(new FieldReader(element, UserCalendar.Utc)) : problem;
    }
}
