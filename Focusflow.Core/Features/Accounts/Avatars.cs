using System.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The rules of avatars: an absolute https URL or a path of the site.</summary>
public static class Avatars
{
    /// <summary>The most characters of an avatar's URL.</summary>
    public const int MaxLength = 500;

    /// <summary>How many pictures the frontend brings along: <c>/avatars/avatar-1.png</c> and so on.</summary>
    public const int Defaults = 8;

    /// <summary>The avatar of a user who has chosen none; always the same for one user.</summary>
    public static string DefaultOf(string userId)
    {
        var sum = 0u;
        foreach (var part in Encoding.UTF8.GetBytes(userId))
            sum = (sum * 31) + part;
        return $"/avatars/avatar-{(sum % Defaults) + 1}.png";
    }

    /// <summary>What is wrong with an avatar's URL, or null.</summary>
    public static string? Complaint(string url)
    {
        if (url.Length > MaxLength)
            return $"avatar_url must have at most {MaxLength} characters.";
        return IsSitePath(url) || IsHttps(url)
            ? null
            : "avatar_url must be an https URL or a path of the site such as /avatars/avatar-1.png.";
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
