using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>Answers a query by looking at every document, in plain C#.</summary>
internal static class QueryOracle
{
    public static List<Thing> Answer(DocumentQuery query, IEnumerable<Thing> all)
    {
        var found = all.Where(thing =>
            (query.Partition is null || thing.Owner == query.Partition)
            && (query.Kinds.Count == 0 || query.Kinds.Contains(thing.Kind)
                ? query.Filters.All(filter => Holds(filter, thing))
                : query.Besides.Contains(thing.Id)));
        return query.Sort switch
        {
            null => [.. found],
            { Descending: false } sort => [.. found.OrderBy(thing => Value(thing, sort.Path), Comparer<object?>.Create(Compare))],
            { } sort => [.. found.OrderByDescending(thing => Value(thing, sort.Path), Comparer<object?>.Create(Compare))],
        };
    }

    public static object? Value(Thing thing, string path) => path switch
    {
        "id" => thing.Id,
        "name" => thing.Name,
        "rank" => (long)thing.Rank,
        "at" => thing.At,
        "done" => thing.Done,
        "colour" => thing.Colour,
        "tags" => thing.Tags,
        "note" => thing.Note,
        _ => throw new ArgumentException(path, nameof(path)),
    };

    private static bool Holds(DocumentFilter filter, Thing thing) => filter switch
    {
        DocumentFilter.EqualTo equal => Equals(Value(thing, equal.Path), equal.Value.Value),
        DocumentFilter.OneOf one => one.Values.Any(value => Equals(Value(thing, one.Path), value.Value)),
        DocumentFilter.Between between => Value(thing, between.Path) is { } value
            && (between.From is not { } from || (value.GetType() == from.Value.GetType() && Compare(value, from.Value) >= 0))
            && (between.Before is not { } before || (value.GetType() == before.Value.GetType() && Compare(value, before.Value) < 0)),
        DocumentFilter.ContainsAny any => Value(thing, any.Path) is string[] array && any.Values.Any(array.Contains),
        DocumentFilter.ContainsAll all => all.Values.Count == 0 || (Value(thing, all.Path) is string[] array && all.Values.All(array.Contains)),
        DocumentFilter.HasText text => text.Paths.Any(path =>
            Value(thing, path) is string value && text.Texts.Any(part => value.Contains(part, StringComparison.OrdinalIgnoreCase))),
        _ => throw new ArgumentException(filter.ToString(), nameof(filter)),
    };

    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)),
        (long left, long right) => left.CompareTo(right),
        _ => Comparer<object>.Default.Compare(a, b),
    };
}
