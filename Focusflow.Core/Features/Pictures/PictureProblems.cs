using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Pictures;

/// <summary>Why a picture is refused.</summary>
internal static class PictureProblems
{
    /// <summary>It is cut off, or damaged.</summary>
    public static Problem Broken { get; } = Refused("The picture is cut off or damaged.");

    /// <summary>It is none of the kinds that are taken.</summary>
    public static Problem NoPicture { get; } = Refused("This is no picture that can be read; PNG, JPEG and WebP can.");

    /// <summary>422 in a sentence.</summary>
    public static Problem Refused(string sentence) => Problem.Invalid("file", sentence);
}
