using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// A way to a sorted list that begins with a filter instead of the order: the few documents that the filter leaves are
/// found by its index and sorted afterwards. "Open ones, newest first" of somebody with 40,000 tasks done is such a list;
/// reading it in its order would pass all that was ever done.
/// </summary>
/// <param name="Index">The index, or null for the elements of an array.</param>
/// <param name="Only">The condition of a partial index, or null.</param>
/// <param name="Filter">The filter that the index serves; null when the index itself is all.</param>
internal sealed record Narrowing(string? Index, string? Only, DocumentFilter? Filter)
{
    private const int AtLeast = 1000;
    private const int PagesWorth = 4;

    /// <summary>
    /// The fewest documents that do not narrow a query any more: a page is sooner full by reading in order, where one in so
    /// many matches, than by sorting all that match.
    /// </summary>
    public static int TooMany(DocumentQuery query) => Math.Max(AtLeast, PagesWorth * query.Limit);

    /// <summary>The ways that a query has besides the one by its order.</summary>
    public static IEnumerable<Narrowing> Of(DocumentTable table, DocumentQuery query)
    {
        if (query is not { Partition: not null, Kinds: [var kind], Sort.Path: var order })
            yield break;
        var pinned = query.Filters.Any(filter => Pins(filter, order));
        foreach (var narrow in table.Container.NarrowIndexes)
        {
            if (narrow.Kind == kind && (!pinned || narrow.Path == order) && query.Filters.Contains(new DocumentFilter.EqualTo(narrow.Only, narrow.Value)))
            {
                var range = query.Filters.FirstOrDefault(filter => filter is DocumentFilter.EqualTo or DocumentFilter.Between && ByValue(filter) == narrow.Path);
                yield return new(table.NarrowIndexName(narrow), DocumentTable.Holds(narrow), range);
            }
        }

        if (pinned)
            yield break;
        foreach (var filter in query.Filters)
        {
            if (ByValue(filter) is { } path && path != order && table.Container.FindSortWithin(kind, path) is { } sort)
                yield return new(table.SortIndexName(sort, across: false), Only: null, filter);
            else if (ByElement(filter) is { } array && table.ElementsOf(kind, array) is not null)
                yield return new(Index: null, Only: null, filter);
        }
    }

    // Then the index of the order is as narrow as can be, but for one that has the same order and fewer documents.
    private static bool Pins(DocumentFilter filter, string order) =>
        ByValue(filter) == order && filter is not DocumentFilter.Between { From: null } and not DocumentFilter.Between { Before: null };

    private static string? ByValue(DocumentFilter filter) => filter switch
    {
        DocumentFilter.EqualTo equal => equal.Path,
        DocumentFilter.OneOf one => one.Path,
        DocumentFilter.Between between => between.Path,
        _ => null,
    };

    private static string? ByElement(DocumentFilter filter) => filter switch
    {
        DocumentFilter.ContainsAny any => any.Path,
        DocumentFilter.ContainsAll { Values.Count: > 0 } all => all.Path,
        _ => null,
    };
}
