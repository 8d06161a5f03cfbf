using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Focusflow.Sqlite;

/// <summary>
/// Where in a feed parts of it have nothing. A part is found by passing over the changes of all the others, and whoever follows a part
/// in which nothing happens asks again from the same place: what was passed over once is not again. It stays true, for the numbers of
/// changes only grow.
/// </summary>
internal sealed class EmptyStretches
{
    private const int Most = 256; // followers have at most 32 parts each, of the same bounds

    private readonly ConcurrentDictionary<(ushort First, ushort Last), Stretch> stretches = new();

    /// <summary>The number of the last change up to which a part has nothing new.</summary>
    public long Skip(FeedRange range) =>
        stretches.TryGetValue((range.First, range.Last), out var stretch) && stretch.From <= range.After && range.After <= stretch.To
            ? stretch.To
            : range.After;

    /// <summary>Notes that a part has nothing from where it was read up to the number of a change.</summary>
    public void Add(FeedRange range, long to)
    {
        if (stretches.Count >= Most)
            stretches.Clear();
        stretches.AddOrUpdate(
            (range.First, range.Last),
            static (_, found) => found,
            static (_, known, found) => known.Touches(found) ? new Stretch(Math.Min(known.From, found.From), Math.Max(known.To, found.To)) : found,
            new Stretch(range.After, to));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stretch(long From, long To)
    {
        // Several follow the same part, each from a place of its own.
        public bool Touches(Stretch other) => other.From <= To && From <= other.To;
    }
}
