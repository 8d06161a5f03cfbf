using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Focusflow.Core.Features.Pictures;

/// <summary>
/// Pictures of those who have none: the initials on a colour. All that is drawn is in the name (<c>1f3a90c2-414d.svg</c>: chance of
/// the id, then the letters), so that nothing needs to be looked up, and a picture never changes.
/// </summary>
public static partial class DrawnPicture
{
    /// <summary>The media type.</summary>
    public const string MediaType = "image/svg+xml";

    private const int MostLetters = 2;

    // White letters are easy to read on each of them (contrast 4.5 and more).
    private static readonly string[] Colours =
        ["#b3261e", "#9c4221", "#7a5b00", "#4d6b1f", "#1f7a3d", "#0f766e", "#0b6e99", "#1d5fbf", "#4f46c4", "#7c3aad", "#a21a7a", "#5b6470"];

    /// <summary>The name of the picture of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="name">What the user is called.</param>
    public static string NameOf(string userId, string name)
    {
        var chance = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)).AsSpan(0, 4));
        var letters = Initials(name);
        return letters.Length == 0 ? $"{chance}.svg" : $"{chance}-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(letters))}.svg";
    }

    /// <summary>Whether it is such a name.</summary>
    public static bool Is(string name) => Form().IsMatch(name);

    /// <summary>Draws the picture of a name; null when it is none, or its letters are none.</summary>
    public static string? Draw(string name)
    {
        if (Numbered().Match(name) is { Success: true } numbered)
            return Svg(Convert.ToUInt32(numbered.Groups["number"].Value, CultureInfo.InvariantCulture), "");
        if (Form().Match(name) is not { Success: true } match)
            return null;
        var letters = "";
        if (match.Groups["letters"] is { Success: true, Value: var hex } && (!TryReadLetters(hex, out letters) || letters != Initials(string.Join(' ', letters.EnumerateRunes()))))
            return null;
        return Svg(Convert.ToUInt32(match.Groups["chance"].Value, 16), letters);
    }

    /// <summary>The first letters of the first and the last word, in capitals; none where a name has no letters.</summary>
    internal static string Initials(string name)
    {
        var first = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(word => word.EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit)).Where(rune => Rune.IsLetterOrDigit(rune)).ToList();
        IEnumerable<Rune> shown = first.Count > MostLetters ? [first[0], first[^1]] : first;
        return string.Concat(shown.Select(rune => Rune.ToUpperInvariant(rune).ToString()));
    }

    private static bool TryReadLetters(string hex, out string letters)
    {
        try
        {
            letters = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromHexString(hex));
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            letters = "";
            return false;
        }
    }

    // A letter or digit needs no escaping. Without any there is the outline of somebody.
    private static string Svg(uint chance, string letters)
    {
        var (colour, turn) = (Colours[chance % Colours.Length], chance / Colours.Length % 360);
        var shown = letters.Length > 0
            ? $"""<text x="48" y="49" fill="#fff" font-family="system-ui,sans-serif" font-size="40" font-weight="600" text-anchor="middle" dominant-baseline="central">{letters}</text>"""
            : """<g fill="#fff"><circle cx="48" cy="38" r="16"/><path d="M16 90a32 32 0 0 1 64 0z"/></g>""";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="512" height="512" role="img" aria-label="{(letters.Length > 0 ? letters : "Avatar")}"><rect width="96" height="96" fill="{colour}"/><path d="M0 96L96 0V96z" fill="#000" opacity=".12" transform="rotate({turn} 48 48)"/>{shown}</svg>

            """;
    }

    [GeneratedRegex("^(?<chance>[0-9a-f]{8})(-(?<letters>[0-9a-f]{2,16}))?\\.svg\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    // How frontends call the pictures that they bring along; asked for here where nobody has said where the frontend is.
    [GeneratedRegex("^avatar-(?<number>[0-9]{1,3})\\.(png|svg|jpg|webp)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();
}
