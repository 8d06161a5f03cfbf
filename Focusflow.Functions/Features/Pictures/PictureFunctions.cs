using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Pictures;

/// <summary>The pictures themselves. Anybody may have one who knows its name, as pages show them without a token.</summary>
/// <param name="pictures">Keeps pictures.</param>
public sealed class PictureFunctions(PictureShelf pictures)
{
    /// <summary>GET /avatars/{name}.</summary>
    /// <remarks>
    /// A picture that somebody has sent (WebP), or one that is drawn in the place of one (SVG). What a name stands for never changes,
    /// so it may be kept for a year.
    /// </remarks>
    /// <returns>The picture.</returns>
    /// <response code="404">There is no such picture, or it was replaced.</response>
    [Function("ShowPicture")]
    [Operation("A picture", Answer = typeof(string), AnswerType = "image/webp,image/svg+xml", Versioned = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "avatars/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellation)
    {
        if (DrawnPicture.Draw(name) is { } drawn)
            return new PublicPicture(name, DrawnPicture.MediaType, System.Text.Encoding.UTF8.GetBytes(drawn));
        if (!PictureName.Is(name))
            return Answer.Problem(Problem.NotFound("Picture"));

        // Whoever names it has it, so it was there; nothing is read for that.
        if (request.TagThatNames(PublicPicture.TagOf(name)) is not null)
            return new PublicPicture(name, PictureShelf.MediaType, []);
        return await pictures.ReadAsync(name, cancellation) is { } picture
            ? new PublicPicture(name, PictureShelf.MediaType, picture)
            : Answer.Problem(Problem.NotFound("Picture"));
    }
}
