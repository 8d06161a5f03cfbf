using System.Text;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Tests.Foundation.Text;

/// <summary>Texts of letters that fold, compose and carry marks in unusual ways.</summary>
internal static class RandomTexts
{
    private static readonly string[] Parts =
    [
        "a", "e", "i", "s", "ß", "ẞ", "İ", "ı", "é", "É", "e\u0301", "Å", "\u212B", "ς", "Σ", "ό", "Ό", "ΐ", "ᾳ", "ᾼ", "\u0345", "ﬁ", "Ǆ", "ǆ", "й",
        "Ё", "한", "\u1112\u1161\u11AB", "か\u3099", "が", "\u0301", "\u0307", "\u0323", "\u0308", "क\u093C", "\u0958", "Ꭰ", "ꭰ", "😀", "𐐀", "\u00AD", " ", "-",
    ];

    public static string Next(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            if (random.Next(20) == 0)
                text.Append(Any(random));
            else
                text.Append(Parts[random.Next(Parts.Length)]);
        }

        return text.ToString();
    }

    private static Rune Any(Random random)
    {
        Rune rune;
        do
        {
            // Half a pair is no character.
        }
        while (!Rune.TryCreate(random.Next(0x20, 0x1F000), out rune) || UnicodeTable.Shared.IsIgnorable(rune.Value) || IsNewerThanTheTable(rune));
        return rune;
    }

    // The runtime may know letters of a later version of Unicode.
    private static bool IsNewerThanTheTable(Rune rune) =>
        UnicodeTable.Shared.FoldingOf(rune.Value).IsEmpty && Rune.ToLowerInvariant(rune) != rune;
}
