using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Pictures;

/// <summary>A file written into a URL: <c>data:image/png;base64,...</c></summary>
public static class DataUrl
{
    /// <summary>The most bytes of a body with such a URL beside its other fields.</summary>
    public const int MostBody = (PictureFile.MostBytes / 3 * 4) + 65_536;

    private const string Scheme = "data:";
    private const string Base64 = ";base64";

    /// <summary>Whether it begins as one.</summary>
    public static bool Is(string url) => url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file in it and what it is said to be; 422 when it is not written so.</summary>
    public static Outcome<SentPicture> Read(string url)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || url.AsSpan(0, comma) is var head && !head.EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
            return PictureProblems.Refused("A picture in a URL must be written in base64: data:image/png;base64,...");
        var file = new byte[(url.Length - comma) / 4 * 3];
        return Convert.TryFromBase64Chars(url.AsSpan(comma + 1), file, out var length)
            ? new SentPicture(file.AsMemory(0, length), url[Scheme.Length..(comma - Base64.Length)])
            : PictureProblems.Refused("The picture in the URL is not written in base64 as it should be.");
    }
}
