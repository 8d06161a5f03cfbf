using System.Text;

namespace Focusflow.Core.Foundation.Text;

/// <summary>Unicode's canonical normalisation (UAX #15): texts that mean the same get the same characters.</summary>
public static class Normalization
{
    private const int HangulBase = 0xAC00;
    private const int LeadingBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailingBase = 0x11A7;
    private const int Leadings = 19;
    private const int Vowels = 21;
    private const int Trailings = 28;

    /// <summary>A text in normalisation form C: an é is one character however it was typed.</summary>
    public static string Composed(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var points = Decomposed(text);
        Compose(points);
        return ToText(points);
    }

    /// <summary>The characters of a text in normalisation form D: base characters, each followed by its marks in one order.</summary>
    internal static List<int> Decomposed(string text)
    {
        var points = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            AddDecomposed(points, rune.Value);
        Order(points);
        return points;
    }

    /// <summary>Brings marks that follow one another into their canonical order.</summary>
    internal static void Order(List<int> points)
    {
        var table = UnicodeTable.Shared;
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var own = table.ClassOf(point);
            if (own == 0)
                continue;
            var to = i;
            for (; to > 0 && table.ClassOf(points[to - 1]) > own; to--)
                points[to] = points[to - 1];
            points[to] = point;
        }
    }

    /// <summary>Composes what is decomposed and in order.</summary>
    internal static void Compose(List<int> points)
    {
        var table = UnicodeTable.Shared;
        var (starter, kept) = (-1, 0);
        byte before = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var own = table.ClassOf(points[i]);

            // A mark is blocked by another one of its class, or of none, between it and its base.
            var isOpen = starter >= 0 && (kept == starter + 1 || (before != 0 && before < own));
            if (isOpen && Pair(table, points[starter], points[i]) is { } one)
            {
                points[starter] = one;
                continue;
            }

            if (own == 0)
                starter = kept;
            before = own;
            points[kept++] = points[i];
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    internal static string ToText(List<int> points)
    {
        var text = new StringBuilder(points.Count + 8);
        Span<char> letters = stackalloc char[2];
        foreach (var point in points)
            text.Append(letters[..new Rune(point).EncodeToUtf16(letters)]);
        return text.ToString();
    }

    private static void AddDecomposed(List<int> points, int point)
    {
        if (point - HangulBase is >= 0 and < Leadings * Vowels * Trailings and var syllable)
        {
            points.Add(LeadingBase + (syllable / (Vowels * Trailings)));
            points.Add(VowelBase + (syllable / Trailings % Vowels));
            if (syllable % Trailings != 0)
                points.Add(TrailingBase + (syllable % Trailings));
        }
        else if (UnicodeTable.Shared.DecompositionOf(point) is { Length: > 0 } parts)
        {
            points.AddRange(parts);
        }
        else
        {
            points.Add(point);
        }
    }

    private static int? Pair(UnicodeTable table, int first, int second)
    {
        if (first - LeadingBase is >= 0 and < Leadings and var leading && second - VowelBase is >= 0 and < Vowels and var vowel)
            return HangulBase + (((leading * Vowels) + vowel) * Trailings);
        if (first - HangulBase is >= 0 and < Leadings * Vowels * Trailings and var syllable
            && syllable % Trailings == 0
            && second - TrailingBase is > 0 and < Trailings and var trailing)
        {
            return first + trailing;
        }

        return table.Compose(first, second);
    }
}
