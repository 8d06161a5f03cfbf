using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Pictures;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The picture that a user sends.</summary>
/// <param name="avatars">Changes accounts, pictures included.</param>
/// <param name="rates">Limits how many pictures one sends.</param>
public sealed class AvatarImageFunctions(AvatarPictures avatars, RequestRates rates)
{
    private static readonly AccountResourceJson Json = AccountResourceJson.Default;

    /// <summary>PUT /users/profile/avatar/image: the body is the picture, or a form with the picture as <c>file</c>.</summary>
    /// <remarks>
    /// PNG, JPEG or WebP, at most 5 MB and 24 million pixels. It is turned upright, cut square to 512 and 96 pixels, and written anew as
    /// WebP without anything that the file told besides. The address of the small one ends with <c>-96.webp</c>.
    /// </remarks>
    /// <returns>The user as it is now.</returns>
    /// <response code="422">It is no picture, is cut off or damaged, too small, has too many pixels or something else behind it.</response>
    [Function("SetAvatarImage")]
    [Operation("Send a picture", Answer = typeof(UserResource), Versioned = true, BodyTypes = ["image/png", "image/jpeg", "image/webp", PictureForm.MediaType])]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/profile/avatar/image")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (rates.OfPicture(caller.UserId) is { } tooMany)
            return Answer.Problem(tooMany);
        return Answer.Of(
            await avatars.SetAsync(caller.UserId, () => PictureForm.ReadAsync(request, cancellation), request.Expected(), cancellation),
            static account => Answer.Json(new UserResource(account), Json.UserResource, account.ETag));
    }

    /// <summary>DELETE /users/profile/avatar/image: 204; from now on the avatar is the one that is drawn.</summary>
    /// <remarks>An avatar that is not a picture that was sent stays.</remarks>
    /// <returns>It is gone.</returns>
    [Function("DeleteAvatarImage")]
    [Operation("Take the picture away", Status = 204, Versioned = true)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/profile/avatar/image")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(await avatars.RemoveAsync(request.Caller().UserId, request.Expected(), cancellation), static _ => Answer.NoContent);
}
