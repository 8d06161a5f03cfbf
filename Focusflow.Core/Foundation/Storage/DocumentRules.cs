using System.Buffers;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// What every adapter demands of its callers. Breaking a rule is a bug, so it throws <see cref="ArgumentException"/>, on
/// every store alike: a query that only one of them could serve shows at the first test.
/// </summary>
public static class DocumentRules
{
    private const int MaxIdLength = 255;
    // Cosmos DB forbids the first four; a % before two digits gets lost in its SDK's addresses.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\?#%");

    /// <summary>Whether a document may have this id. What no document can have is simply not found.</summary>
    public static bool IsValidId(string id) => id.Length is > 0 and <= MaxIdLength && !id.AsSpan().ContainsAny(Forbidden);

    /// <summary>Checks a batch: its size, its ids and that only documents which may expire are told to.</summary>
    public static void Check(DocumentBatch batch)
    {
        var writes = batch.Writes;
        Demand(writes.Count <= DocumentBatch.MaxWrites, $"A batch holds at most {DocumentBatch.MaxWrites} writes, not {writes.Count}.");
        Demand(batch.Partition.Length > 0, "A batch needs a partition.");
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            Demand(IsValidId(write.Id), $"'{write.Id}' cannot be the id of a document.");
            if (write.TimeToLive is { } timeToLive)
            {
                Demand(batch.Container.DocumentsExpire, $"Documents of {batch.Container.Name} do not expire.");
                Demand(
                    timeToLive >= TimeSpan.FromSeconds(1) && timeToLive.Ticks % TimeSpan.TicksPerSecond == 0,
                    $"A document lives for whole seconds, not {timeToLive}.");
            }
        }

        Demand(writes.Count < 2 || writes.Select(write => write.Id).Distinct(StringComparer.Ordinal).Count() == writes.Count,
            "A batch writes each id once.");
    }

    /// <summary>Checks a query: its limit, and that what it sorts and filters by is declared in its container.</summary>
    public static void Check(DocumentQuery query)
    {
        var container = query.Container;
        Demand(query.Limit is >= 1 and <= DocumentQuery.MaxLimit, $"A page holds 1 to {DocumentQuery.MaxLimit} documents, not {query.Limit}.");
        if (query.Sort is { } sort)
        {
            Demand(query.Kinds.Count > 0, "A sorted query names its kinds.");
            foreach (var kind in query.Kinds)
                Demand(
                    query.Partition is null || container.FindSortWithin(kind, sort.Path) is not null,
                    $"Declare the sort of '{kind}' by '{sort.Path}' in {container.Name}.");
            Demand(
                !query.Kinds.Any(kind => container.FindSort(kind, sort.Path) is { IsOptional: true }) || query.Filters.Any(filter => filter.Paths().Contains(sort.Path)),
                $"Not every document has '{sort.Path}': filter by it as well.");
        }

        if (query.Partition is null)
        {
            Demand(
                query.Kinds.Count == 1 && query.Sort is { } across && container.FindSort(query.Kinds[0], across.Path) is { AcrossPartitions: true },
                "A query across partitions names one kind and a sort that is declared for it.");
        }

        Demand(
            query.Besides.Count == 0 || (query is { Partition: not null, Sort: null, Kinds.Count: > 0 } && !query.Filters.Any(MatchesNothing)),
            "A query that finds others besides has a partition, kinds, filters that can match, and no sort.");
        foreach (var filter in query.Filters)
        {
            foreach (var path in filter.Paths())
                Demand(container.IsIndexed(path), $"Declare '{path}' as a filter path of {container.Name}.");
            if (filter is DocumentFilter.ContainsAny or DocumentFilter.ContainsAll)
                Demand(container.ArrayPaths.Contains(filter.Paths()[0]), $"Declare '{filter.Paths()[0]}' as an array path of {container.Name}.");
        }
    }

    /// <summary>The declared sort of a kind by a path, if any.</summary>
    public static SortIndex? FindSort(this ContainerDefinition container, string kind, string path)
    {
        foreach (var index in container.SortIndexes)
        {
            if (index.Path == path && index.Kind == kind)
                return index;
        }

        return null;
    }

    /// <summary>The declared sort of a kind by a path within a partition, if any.</summary>
    public static SortIndex? FindSortWithin(this ContainerDefinition container, string kind, string path) =>
        container.FindSort(kind, path) is { WithinPartition: true } sort ? sort : null;

    /// <summary>The properties that a filter looks at.</summary>
    public static IReadOnlyList<string> Paths(this DocumentFilter filter) => filter switch
    {
        DocumentFilter.EqualTo equal => [equal.Path],
        DocumentFilter.OneOf one => [one.Path],
        DocumentFilter.Between between => [between.Path],
        DocumentFilter.ContainsAny any => [any.Path],
        DocumentFilter.ContainsAll all => [all.Path],
        DocumentFilter.HasText text => text.Paths,
        _ => throw new ArgumentException($"Unknown filter {filter.GetType().Name}.", nameof(filter)),
    };

    /// <summary>Whether a filter lists nothing that could match, so that no store need be asked.</summary>
    public static bool MatchesNothing(this DocumentFilter filter) => filter switch
    {
        DocumentFilter.OneOf one => one.Values.Count == 0,
        DocumentFilter.ContainsAny any => any.Values.Count == 0,
        DocumentFilter.HasText text => text.Paths.Count == 0 || text.Texts.Count == 0,
        _ => false,
    };

    private static bool IsIndexed(this ContainerDefinition container, string path)
    {
        if (path == "id" || container.FilterPaths.Contains(path))
            return true;
        foreach (var index in container.SortIndexes)
        {
            if (index.Path == path)
                return true;
        }

        return false;
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException(otherwise, (string?)null);
    }
}
