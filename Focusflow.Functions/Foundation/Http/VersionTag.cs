namespace Focusflow.Functions.Foundation.Http;

/// <summary>
/// What an ETag says of an answer that shows more than what is stored, such as what is left of a session or when a day of the user is
/// over: the version that is stored, and what else was looked at. A conditional GET compares all of it, so that nobody is told that
/// nothing has changed; a conditional change compares the version alone, since that is what would be overwritten.
/// </summary>
internal static class VersionTag
{
    private const char Separator = '.';

    /// <summary>The tag of a version and of what else the answer depends on.</summary>
    public static string Of(string version, string seen) => $"{version}{Separator}{seen}";

    /// <summary>The version in a tag. (No store has a point in its own.)</summary>
    public static string VersionIn(string tag) => tag.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? tag[..end] : tag;
}
