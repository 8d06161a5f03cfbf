using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>The order of a query, which says where a page goes on, and the indexes that lead to its documents.</summary>
/// <param name="Key">The SQL of the value that is sorted by first; null: none is.</param>
/// <param name="Index">The index that has the order.</param>
/// <param name="Tie">The column that orders what is alike: <c>id</c>, by which documents of several kinds lie, else <c>doc</c>.</param>
internal sealed record QueryOrder(string? Key, string Index, string Tie)
{
    /// <summary>For several kinds at once: an index of each, which serves a filter that they share. Empty: there is no such filter.</summary>
    public IReadOnlyList<SortIndex> OfKinds { get; private init; } = [];

    /// <summary>Whether <see cref="Tie"/> is the id.</summary>
    public bool ById => Tie == "id";

    /// <summary>The sort asked for; without one, a sort of the kind that the filters can use, or any.</summary>
    public static QueryOrder Of(DocumentTable table, DocumentQuery query)
    {
        if (query.Kinds is not [var kind] || query.Besides.Count > 0)
        {
            return new(query.Sort is { } among ? table.Keys.Value(query.Kinds, among.Path) : null, table.KeyIndex, "id")
            {
                OfKinds = FindOfKinds(table.Container, query),
            };
        }

        if (query.Sort is null && NamesIds(query))
            return new(null, table.KeyIndex, "id");
        var across = query.Partition is null;
        return Find(table.Container, query, kind) is { } sort
            ? new(table.Keys.Value(query.Kinds, sort.Path), table.SortIndexName(sort, across), "doc")
            : new(null, table.KindIndex, "doc");
    }

    private static SortIndex? Find(ContainerDefinition container, DocumentQuery query, string kind)
    {
        if (query.Sort is { } sort)
            return container.FindSort(kind, sort.Path);
        foreach (var filter in query.Filters)
        {
            if (filter is DocumentFilter.EqualTo or DocumentFilter.Between && container.FindSortWithin(kind, filter.Paths()[0]) is { } narrowing)
                return narrowing;
        }

        return container.SortIndexes.FirstOrDefault(declared => declared.Kind == kind && declared is { WithinPartition: true, IsOptional: false });
    }

    private static List<SortIndex> FindOfKinds(ContainerDefinition container, DocumentQuery query)
    {
        if (query is not { Partition: not null, Sort: null, Kinds.Count: > 0 })
            return [];
        foreach (var filter in query.Filters)
        {
            if (filter is not (DocumentFilter.EqualTo or DocumentFilter.Between))
                continue;
            var sorts = query.Kinds.Distinct(StringComparer.Ordinal).Select(kind => container.FindSortWithin(kind, filter.Paths()[0])).ToList();
            if (sorts.TrueForAll(sort => sort is not null))
                return sorts.ConvertAll(sort => sort!);
        }

        return [];
    }

    /// <summary>Whether documents are asked for by their ids, which no index serves better than that of the keys.</summary>
    private static bool NamesIds(DocumentQuery query) => query.Partition is not null
        && query.Filters.Any(filter => filter is DocumentFilter.EqualTo { Path: "id" } or DocumentFilter.OneOf { Path: "id" });
}
