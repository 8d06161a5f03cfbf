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

/// <summary>Registering, and the life of a session.</summary>
public sealed class SignInFunctions(
    Registration registration, SignIn signIn, Sessions sessions, PasswordChange passwords, ClientAddresses addresses)
{
    private static readonly AccountResourceJson Json = AccountResourceJson.Default;

    /// <summary>POST /auth/register: 201 with the user and the tokens of a first session; 409 when the e-mail address is taken.</summary>
    /// <remarks>
    /// Signs in as well: the answer holds the tokens of a first session. The name is what others see; a username is made of the
    /// e-mail address when none is given. A new user gets an avatar and the default settings.
    /// </remarks>
    /// <returns>The user, with the tokens beside its fields.</returns>
    /// <response code="409">The e-mail address or the username is taken.</response>
    [Function("Register")]
    [Operation("Make an account", Body = typeof(Register), Answer = typeof(RegisteredResource), Versioned = true, Status = 201)]
    [RequestHeader(DeviceCookie.Header, DeviceCookie.Description)]
    [BodyExample("""{"name": "John Doe", "email": "john@example.com", "password": "correct horse battery"}""")]
    public async Task<IResult> RegisterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/register")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!(await ReadAsync(request, Register.Read, cancellation)).Succeeded(out var command, out var problem))
            return Answer.Problem(problem);
        command = command with { Address = addresses.TrustedOf(request.HttpContext), Device = request.DeviceMark(), UserAgent = request.Headers.UserAgent };
        return Answer.Of(
            await registration.RegisterAsync(command, new DurableTimers(client), cancellation),
            signedIn => Answer.Created(RegisteredResource.Of(signedIn), Json.RegisteredResource, etag: signedIn.Account.ETag)
                .Marking(request, signedIn.Device));
    }

    /// <summary>POST /auth/login: 200 with the user and tokens; 401 without saying which was wrong; 429 after repeated failures.</summary>
    /// <remarks>
    /// Starts a session of this device. A wrong address and a wrong password are answered alike. After repeated failures the
    /// account is closed to unknown devices for a while.
    /// </remarks>
    /// <returns>The tokens and the user.</returns>
    /// <response code="401">The e-mail address or the password is wrong.</response>
    /// <response code="403">The account is not active.</response>
    /// <response code="409">The password was changed at this very moment.</response>
    /// <response code="429">Too many attempts; <c>Retry-After</c> says how long to wait.</response>
    [Function("Login")]
    [Operation("Sign in", Body = typeof(Credentials), Answer = typeof(TokenResource), Problems = [401, 403])]
    [RequestHeader(DeviceCookie.Header, DeviceCookie.Description)]
    [BodyExample("""{"email": "john@example.com", "password": "correct horse battery"}""")]
    public async Task<IResult> LoginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/login")] HttpRequest request,
        CancellationToken cancellation)
    {
        var address = addresses.TrustedOf(request.HttpContext);
        var read = await ReadAsync(request, fields => Credentials.Read(fields, address, request.DeviceMark()), cancellation);
        if (!read.Succeeded(out var credentials, out var problem))
            return Answer.Problem(problem);
        return Answer.Of(
            await signIn.SignInAsync(credentials with { UserAgent = request.Headers.UserAgent }, cancellation),
            signedIn => Answer.Json(TokenResource.Of(signedIn.Tokens, new UserResource(signedIn.Account)), Json.TokenResource)
                .Marking(request, signedIn.Device));
    }

    /// <summary>POST /auth/refresh: a new pair of tokens; the refresh token sent dies with that, and gives the newest pair again for 30 s.</summary>
    /// <remarks>
    /// The refresh token sent is used up. Sent again within 30 seconds (a second tab, a lost answer) it gives the newest pair
    /// of the same session; sent again later it ends the session, since then two people hold it.
    /// </remarks>
    /// <returns>The next pair of tokens.</returns>
    /// <response code="401">The refresh token has expired, was used before, or its session has ended.</response>
    [Function("RefreshTokens")]
    [Operation("Exchange a refresh token for a new pair", Body = typeof(RefreshTokens), BodyReader = nameof(RefreshTokens.ReadToken), Answer = typeof(TokenResource), Problems = [401])]
    [BodyExample("""{"refresh_token": "the newest one you were given"}""")]
    public async Task<IResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/refresh")] HttpRequest request,
        CancellationToken cancellation)
    {
        var read = await ReadAsync(request, RefreshTokens.ReadToken, cancellation);
        if (!read.Succeeded(out var token, out var problem))
            return Answer.Problem(problem);
        return Answer.Of(
            await sessions.RefreshAsync(token, cancellation),
            static tokens => Answer.Json(TokenResource.Of(tokens), Json.TokenResource));
    }

    /// <summary>POST /auth/logout: ends the caller's session, all its tokens included. 204.</summary>
    /// <remarks>Ends the session that the access token belongs to; its refresh token ends with it.</remarks>
    /// <returns>Signed out.</returns>
    [Function("Logout")]
    [Operation("End the session", Status = 204)]
    public async Task<IResult> LogoutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/logout")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        return Answer.Of(await sessions.EndAsync(caller.UserId, caller.SessionId, cancellation));
    }

    /// <summary>POST /auth/change-password: 204; all other sessions are ended.</summary>
    /// <remarks>The session that asks goes on; all others end.</remarks>
    /// <returns>Changed.</returns>
    /// <response code="409">The account has no password of its own, or it was changed at this very moment.</response>
    /// <response code="422">A value is wrong: <c>current_password</c> when it is not the password so far.</response>
    [Function("ChangePassword")]
    [Operation("Change the password; other sessions are signed out", Body = typeof(ChangePassword), Status = 204)]
    [BodyExample("""{"current_password": "correct horse battery", "new_password": "staple and much more"}""")]
    public async Task<IResult> ChangePasswordAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/change-password")] HttpRequest request,
        CancellationToken cancellation)
    {
        var read = await ReadAsync(request, ChangePassword.Read, cancellation);
        return read.Succeeded(out var command, out var problem)
            ? Answer.Of(await passwords.ChangeAsync(request.Caller(), command, cancellation))
            : Answer.Problem(problem);
    }

    private static async Task<Outcome<T>> ReadAsync<T>(
        HttpRequest request, Func<FieldReader, Outcome<T>> read, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellation);
        return body.Succeeded(out var element, out var problem) ? read(new FieldReader(element, UserCalendar.Utc) { Site = new RequestSite(request) }) : problem;
    }
}
