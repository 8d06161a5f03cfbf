using System.Globalization;
using System.Text;

namespace Focusflow.Core.Foundation.Text;

/// <summary>
/// Which characters names and tags may hold: what others read must be what is there. Refused are control characters, those
/// shown as nothing, those that turn the direction of reading round, and texts in which nothing is to be seen. Joiners and
/// variation selectors stay where they shape what is shown: in Persian and Indic words, in emoji and in ideographs.
/// </summary>
public static class VisibleText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;
    private const int BlankBraille = 0x2800;
    private const int Virama = 9;

    /// <summary>What is wrong with a text, as the end of a sentence such as "name must not ..."; null when nothing is.</summary>
    public static string? Complaint(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            if (!IsPlain(runes, i))
                return string.Create(CultureInfo.InvariantCulture, $"must not hold invisible or reversing characters (U+{runes[i].Value:X4})");
        }

        return text.Length == 0 || runes.Any(IsSeen) ? null : "must hold something to be seen";
    }

    /// <summary>Whether anything of a text is to be seen.</summary>
    public static bool IsBlank(string text) => !text.EnumerateRunes().Any(IsSeen);

    /// <summary>A text without the characters that <see cref="Complaint"/> refuses.</summary>
    public static string Clean(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var clean = string.Concat(runes.Where((_, i) => IsPlain(runes, i)).Select(rune => rune.ToString())).Trim();
        return IsBlank(clean) ? "" : clean;
    }

    private static bool IsSeen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        && rune.Value != BlankBraille
        && (rune.IsAscii || !UnicodeTable.Shared.IsIgnorable(rune.Value));

    private static bool IsPlain(Rune[] runes, int at)
    {
        var rune = runes[at];
        if (rune.IsAscii)
            return !Rune.IsControl(rune);
        if (IsSelector(rune.Value) || rune.Value is NonJoiner or Joiner)
            return at > 0 && Shapes(runes[at - 1], rune.Value, at + 1 < runes.Length ? runes[at + 1] : default);
        return !UnicodeTable.Shared.IsIgnorable(rune.Value)
            && rune.Value is not (>= 0xFFF9 and <= 0xFFFB) // interlinear annotations
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private static bool IsSelector(int point) => point is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool Shapes(Rune before, int point, Rune after) => point switch
    {
        NonJoiner => IsVirama(before) || (IsArabic(before) && IsArabic(after)),
        Joiner => IsVirama(before) || ((IsSymbol(before) || IsSelector(before.Value)) && IsSymbol(after)),
        _ => IsSymbol(before)
            || after.Value == Keycap
            || Rune.GetUnicodeCategory(before) is UnicodeCategory.OtherLetter or UnicodeCategory.MathSymbol
                or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation,
    };

    private static bool IsVirama(Rune rune) => !rune.IsAscii && UnicodeTable.Shared.ClassOf(rune.Value) == Virama;

    private static bool IsArabic(Rune rune) => rune.Value is >= 0x600 and <= 0x8FF && !Rune.IsWhiteSpace(rune);

    private static bool IsSymbol(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
