using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The user resource, by the two names clients know it under, and its avatar.</summary>
/// <param name="accounts">Reads accounts.</param>
/// <param name="avatars">Changes accounts, pictures included.</param>
/// <param name="rates">Limits how many pictures one sends.</param>
public sealed class UserFunctions(AccountEditor accounts, AvatarPictures avatars, RequestRates rates)
{
    private static readonly AccountResourceJson Json = AccountResourceJson.Default;

    /// <summary>GET /auth/user.</summary>
    /// <remarks>The account as the user and others see it.</remarks>
    /// <returns>The user.</returns>
    [Function("GetUser")]
    [Operation("The user", Answer = typeof(UserResource), Versioned = true)]
    public Task<IResult> GetUserAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "auth/user")] HttpRequest request, CancellationToken cancellation) =>
        ShowAsync(request, cancellation);

    /// <summary>PUT or PATCH /auth/user: changes the fields that are sent.</summary>
    /// <remarks>
    /// <c>name</c> and <c>full_name</c> are two words for the same thing. The e-mail address may be sent back, but not changed.
    /// </remarks>
    /// <returns>The user as it is now.</returns>
    /// <response code="409">The username is taken, or others keep changing the same thing.</response>
    [Function("UpdateUser")]
    [Operation("Change the user", Body = typeof(UpdateUser), Answer = typeof(UserResource), Versioned = true)]
    [BodyExample("""{"full_name": "Ann Example", "timezone": "Europe/Berlin"}""")]
    public Task<IResult> UpdateUserAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = "auth/user")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        UpdateAsync(request, client, cancellation);

    /// <summary>GET /users/profile: the same as <c>/auth/user</c>.</summary>
    /// <remarks>The same resource as <c>/auth/user</c>.</remarks>
    /// <returns>The user.</returns>
    [Function("GetProfile")]
    [Operation("The user, as auth/user", Answer = typeof(UserResource), Versioned = true)]
    public Task<IResult> GetProfileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/profile")] HttpRequest request, CancellationToken cancellation) =>
        ShowAsync(request, cancellation);

    /// <summary>PUT or PATCH /users/profile: the same as <c>/auth/user</c>.</summary>
    /// <remarks>The same as <c>/auth/user</c>.</remarks>
    /// <returns>The user as it is now.</returns>
    /// <response code="409">The username is taken, or others keep changing the same thing.</response>
    [Function("UpdateProfile")]
    [Operation("Change the user, as auth/user", Body = typeof(UpdateUser), Answer = typeof(UserResource), Versioned = true)]
    [BodyExample("""{"username": "ann", "avatar_url": "/avatars/avatar-3.png"}""")]
    public Task<IResult> UpdateProfileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = "users/profile")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        UpdateAsync(request, client, cancellation);

    /// <summary>GET /users/profile/avatar: <c>{avatar_url}</c>.</summary>
    /// <remarks>A picture that the user has sent or chosen, or else one drawn from the name.</remarks>
    /// <returns>The avatar.</returns>
    [Function("GetAvatar")]
    [Operation("The avatar", Answer = typeof(AvatarResource), Versioned = true)]
    public async Task<IResult> GetAvatarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/profile/avatar")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await accounts.ReadAsync(request.Caller().UserId, cancellation),
            static account => Answer.Json(new AvatarResource(new SiteUrl(account.Avatar)), Json.AvatarResource, account.ETag));

    /// <summary>PUT /users/profile/avatar <c>{avatar_url}</c>: the user; null brings back the avatar that is drawn.</summary>
    /// <remarks>Null brings back the one that is drawn from the name. A picture written into the URL is kept as if it had been sent by itself.</remarks>
    /// <returns>The user as it is now.</returns>
    [Function("UpdateAvatar")]
    [Operation("Change the avatar", Body = typeof(ChangeAvatar), Answer = typeof(UserResource), Versioned = true)]
    [BodyExample("""{"avatar_url": "/avatars/avatar-1.png"}""")]
    public Task<IResult> UpdateAvatarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/profile/avatar")] HttpRequest request, CancellationToken cancellation) =>
        ChangeAsync(request, ChangeAvatar.Read, timers: null, cancellation);

    private async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancellation) =>
        Show(await accounts.ReadAsync(request.Caller().UserId, cancellation));

    private Task<IResult> UpdateAsync(HttpRequest request, DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(request, UpdateUser.Read, new DurableTimers(client), cancellation);

    private async Task<IResult> ChangeAsync(
        HttpRequest request, Func<FieldReader, Outcome<UpdateUser>> read, IDurableTimers? timers, CancellationToken cancellation)
    {
        var caller = request.Caller();
        RequestBody.Allow(request, DataUrl.MostBody);
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !read(new FieldReader(body, caller.Calendar) { Site = new RequestSite(request) }).Succeeded(out var command, out problem)
            || rates.Refuses(command.AvatarUrl, caller.UserId, out problem))
        {
            return Answer.Problem(problem);
        }

        return Show(await avatars.ChangeAsync(
            caller.UserId,
            command.AvatarUrl,
            request.Expected(),
            (account, avatar) => (command with { AvatarUrl = avatar }).Decide(account),
            timers,
            cancellation: cancellation));
    }

    private static IResult Show(Outcome<Account> outcome) =>
        Answer.Of(outcome, static account => Answer.Json(new UserResource(account), Json.UserResource, account.ETag));
}
