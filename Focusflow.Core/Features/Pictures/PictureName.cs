using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Focusflow.Core.Features.Pictures;

/// <summary>
/// The names of pictures: a hash of their user, by which all of one user are found, one of the file that was sent, and chance. So
/// no two uploads have one name, nobody's picture goes with another one, and what a name stands for never changes.
/// </summary>
public static partial class PictureName
{
    /// <summary>The path that pictures lie below.</summary>
    public const string Folder = Foundation.Sites.Site.Api + "/avatars/";

    private const string SmallEnd = "-96.webp";
    private const int MarkBytes = 8;
    private const int ContentBytes = 16;
    private const int ChanceBytes = 4;

    /// <summary>What the names of all pictures of a user begin with.</summary>
    public static string MarkOf(string userId) => Hex(Encoding.UTF8.GetBytes($"pictures of {userId}"), MarkBytes);

    /// <summary>A new name for a file of a user, and what it begins with whenever the user sends the same file.</summary>
    public static (string Name, string Beginning) New(string userId, ReadOnlySpan<byte> file)
    {
        var beginning = MarkOf(userId) + Hex(file, ContentBytes);
        return ($"{beginning}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ChanceBytes))}.webp", beginning);
    }

    /// <summary>Whether it is the name of a picture, in either size.</summary>
    public static bool Is(string name) => Form().IsMatch(name);

    /// <summary>The name of the small one beside a large one.</summary>
    public static string SmallOf(string name) => name.Replace(".webp", SmallEnd, StringComparison.Ordinal);

    /// <summary>The small one of an address, when it is that of a picture that is kept; else the address.</summary>
    public static string SmallAddressOf(string address) => In(address) is { } name && Is(name) ? Folder + SmallOf(LargeOf(name)) : address;

    /// <summary>The name of the large one of either.</summary>
    public static string LargeOf(string name) => name.Replace(SmallEnd, ".webp", StringComparison.Ordinal);

    /// <summary>The name in an address, when it is one below <see cref="Folder"/>.</summary>
    public static string? In(string address) => address.StartsWith(Folder, StringComparison.Ordinal) ? address[Folder.Length..] : null;

    private static string Hex(ReadOnlySpan<byte> text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, bytes));

    [GeneratedRegex("^[0-9a-f]{56}(-96)?\\.webp\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
