using System.Globalization;
using System.Text;

namespace Focusflow.Core.Foundation.Text;

/// <summary>
/// What the Unicode Character Database says of characters, as far as comparing text needs it. The app runs without ICU, where
/// .NET neither normalises nor folds; a table of our own also says the same on every host, so that keys made on one are found on
/// another. Read when the first text comes that is not ASCII.
/// </summary>
internal sealed class UnicodeTable
{
    private const int FirstComposed = 0xC0;
    private const int FirstMark = 0x300;
    private static readonly Lazy<UnicodeTable> Read = new(static () => new UnicodeTable());

    private readonly Dictionary<int, int[]> steps = [];
    private readonly Dictionary<int, int[]> decompositions;
    private readonly Dictionary<(int First, int Second), int> compositions = [];
    private readonly Dictionary<int, byte> classes = [];
    private readonly Dictionary<int, int[]> foldings;
    private readonly List<(int First, int Last)> ignorable = [];

    private UnicodeTable()
    {
        var folded = new Dictionary<int, int[]>();
        foreach (var line in Lines())
        {
            var words = line[2..].Split(' ');
            var point = Point(words[0]);
            var rest = words[1..];
            switch (line[0])
            {
                case 'D':
                    steps.Add(point, [.. rest.Select(Point)]);
                    compositions.Add((steps[point][0], steps[point][1]), point);
                    break;
                case 'S':
                    steps.Add(point, [.. rest.Select(Point)]);
                    break;
                case 'C':
                    for (var one = point; one <= Point(rest[0]); one++)
                        classes.Add(one, byte.Parse(rest[1], CultureInfo.InvariantCulture));
                    break;
                case 'F':
                    folded.Add(point, [.. rest.Select(Point)]);
                    break;
                case 'I':
                    ignorable.Add((point, Point(words[^1])));
                    break;
            }
        }

        decompositions = steps.Keys.ToDictionary(point => point, point => Resolve(point).ToArray());
        foldings = folded.ToDictionary(one => one.Key, one => one.Value.SelectMany(Resolve).ToArray());
    }

    /// <summary>The table.</summary>
    public static UnicodeTable Shared => Read.Value;

    /// <summary>The full canonical decomposition of a character; empty when it has none.</summary>
    public ReadOnlySpan<int> DecompositionOf(int point) => point < FirstComposed ? default : decompositions.GetValueOrDefault(point);

    /// <summary>The one character that two make, or null.</summary>
    public int? Compose(int first, int second) => compositions.TryGetValue((first, second), out var one) ? one : null;

    /// <summary>The canonical combining class; 0 for whatever marks do not move across.</summary>
    public byte ClassOf(int point) => point < FirstMark ? (byte)0 : classes.GetValueOrDefault(point);

    /// <summary>The full case folding of a character, decomposed; empty when it folds to itself.</summary>
    public ReadOnlySpan<int> FoldingOf(int point) => foldings.GetValueOrDefault(point);

    /// <summary>Whether a character is shown as nothing: soft hyphens, joiners, fillers, variation selectors, tags.</summary>
    public bool IsIgnorable(int point)
    {
        foreach (var (first, last) in ignorable) // in their order
        {
            if (point <= last)
                return point >= first;
        }

        return false;
    }

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream("Unicode.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    private static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private IEnumerable<int> Resolve(int point) => steps.TryGetValue(point, out var parts) ? parts.SelectMany(Resolve) : [point];
}
