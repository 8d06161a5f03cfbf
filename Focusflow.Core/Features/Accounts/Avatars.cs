using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The rules of avatars: an absolute https URL, a path of the site, or a picture that was sent (<see cref="PictureShelf"/>).</summary>
public static class Avatars
{
    /// <summary>The most characters of an avatar's URL.</summary>
    public const int MaxLength = 500;

    private static readonly Problem NotOnesOwn = Problem.Invalid("avatar_url", "avatar_url names a picture that is not, or no longer, the user's own.");

    /// <summary>The address of the picture of a user who has chosen none.</summary>
    public static string DrawnOf(string userId, string name) => PictureName.Folder + DrawnPicture.NameOf(userId, name);

    /// <summary>What is wrong with an avatar's URL, or null. A picture written into it is looked at later.</summary>
    public static string? Complaint(string url)
    {
        if (DataUrl.Is(url))
            return null;
        if (url.Length > MaxLength)
            return $"avatar_url must have at most {MaxLength} characters, unless it is a picture (data:image/png;base64,...).";
        return IsSitePath(url) || IsHttps(url)
            ? null
            : "avatar_url must be an https URL, a path of the site such as /avatars/avatar-1.png, or a picture (data:image/png;base64,...).";
    }

    /// <summary>
    /// What an account keeps of the avatar that a client names, often just as it was read: nothing of a picture that is drawn; of the
    /// pictures that were sent only the user's own one.
    /// </summary>
    /// <param name="avatar">The address named; null for none.</param>
    /// <param name="current">The address kept so far; empty for none.</param>
    public static Outcome<string> Choose(string? avatar, string current)
    {
        if (avatar is null || PictureName.In(avatar) is not { } name)
            return avatar ?? "";
        if (PictureName.Is(name))
            return PictureName.Folder + PictureName.LargeOf(name) == current ? current : NotOnesOwn;
        return DrawnPicture.Is(name) ? "" : avatar[Foundation.Sites.Site.Api.Length..]; // one of the frontend's that is drawn here in its place
    }

    // Neither may lead a browser to another site by a trick: "//evil" and "/\evil" are other hosts, ".." climbs.
    private static bool IsSitePath(string url) =>
        url.Length > 1 && url[0] == '/' && url[1] != '/' && IsPlain(url) && !url.Split('/', '?', '#').Contains("..", StringComparer.Ordinal);

    private static bool IsHttps(string url) =>
        url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        && IsPlain(url)
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;

    private static bool IsPlain(string url) =>
        !url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '\\' or '<' or '>' or '"' or '\'' or '`');
}
