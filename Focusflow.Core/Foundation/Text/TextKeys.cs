using System.Text;

namespace Focusflow.Core.Foundation.Text;

/// <summary>
/// The one place that decides which texts are the same to a reader. Tags are told apart by <see cref="Of"/>, search looks for
/// the key of what is sought in the key of a text, and lists are sorted by <see cref="ForSorting"/>.
/// </summary>
public static class TextKeys
{
    private const int DotAbove = 0x307;
    private const int AboveClass = 230;

    /// <summary>
    /// What all spellings of a text have in common: full case folding and canonical equivalence, invisible characters left out.
    /// </summary>
    /// <example>
    /// Δρόμος and ΔΡΌΜΟΣ, Straße and STRASSE, café with one character for é or two, have one key each. The dot of İ is the one
    /// that every i has, so İstanbul has the key of istanbul. Accents count: cafe is not café.
    /// </example>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var points = Folded(text);
        Normalization.Compose(points);
        return Normalization.ToText(points);
    }

    /// <summary>
    /// What a text is sorted by, compared code point by code point: the letters first; only between texts of the same letters
    /// do accents and case decide.
    /// </summary>
    public static string ForSorting(string text)
    {
        string letters;
        if (Ascii.IsValid(text))
        {
            letters = text.ToLowerInvariant();
        }
        else
        {
            var points = Folded(text);
            points.RemoveAll(point => UnicodeTable.Shared.ClassOf(point) != 0);
            Normalization.Compose(points);
            letters = Normalization.ToText(points);
        }

        // Below every character that a text shows, so that a text comes before the longer ones that begin with it.
        return letters == text ? letters : $"{letters}\u0001{text}";
    }

    private static List<int> Folded(string text)
    {
        var table = UnicodeTable.Shared;
        var decomposed = Normalization.Decomposed(text);
        var folded = new List<int>(decomposed.Count + 8);
        foreach (var point in decomposed)
        {
            if (table.IsIgnorable(point))
                continue;
            if (table.FoldingOf(point) is { Length: > 0 } parts)
                folded.AddRange(parts);
            else
                folded.Add(point);
        }

        Normalization.Order(folded);
        DropDots(table, folded);
        return folded;
    }

    private static void DropDots(UnicodeTable table, List<int> points)
    {
        var (kept, dotted) = (0, false);
        foreach (var point in points.ToArray())
        {
            var own = table.ClassOf(point);
            if (dotted && point == DotAbove)
                continue;
            dotted = own == 0 ? point == 'i' : dotted && own != AboveClass;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }
}
