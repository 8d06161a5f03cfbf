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
        if (writes.Count > DocumentBatch.MaxWrites)
            throw Broken($"A batch holds at most {DocumentBatch.MaxWrites} writes, not {writes.Count}.");
        if (batch.Partition.Length == 0)
            throw Broken("A batch needs a partition.");
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            if (!IsValidId(write.Id))
                throw Broken($"'{write.Id}' cannot be the id of a document.");
            if (write.TimeToLive is { } timeToLive)
            {
                if (!batch.Container.DocumentsExpire)
                    throw Broken($"Documents of {batch.Container.Name} do not expire.");
                if (timeToLive < TimeSpan.FromSeconds(1) || timeToLive.Ticks % TimeSpan.TicksPerSecond != 0)
                    throw Broken($"A document lives for whole seconds, not {timeToLive}.");
            }

            for (var before = 0; before < i; before++)
            {
                if (writes[before].Id == write.Id)
                    throw Broken("A batch writes each id once.");
            }
        }
    }

    /// <summary>Checks a query: its limit, and that what it sorts and filters by is declared in its container.</summary>
    public static void Check(DocumentQuery query)
    {
        var container = query.Container;
        if (query.Limit is < 1 or > DocumentQuery.MaxLimit)
            throw Broken($"A page holds 1 to {DocumentQuery.MaxLimit} documents, not {query.Limit}.");
        if (query.Sort is { } sort)
            CheckSort(query, sort.Path);
        if (query.Partition is null
            && (query.Kinds.Count != 1 || query.Sort is not { } across || container.FindSort(query.Kinds[0], across.Path) is not { AcrossPartitions: true }))
        {
            throw Broken("A query across partitions names one kind and a sort that is declared for it.");
        }

        if (query.Besides.Count > 0 && (query is not { Partition: not null, Sort: null, Kinds.Count: > 0 } || query.Filters.Any(MatchesNothing)))
            throw Broken("A query that finds others besides has a partition, kinds, filters that can match, and no sort.");
        foreach (var filter in query.Filters)
        {
            foreach (var path in filter.Paths())
            {
                if (!container.IsIndexed(path))
                    throw Broken($"Declare '{path}' as a filter path of {container.Name}.");
                if (filter is DocumentFilter.ContainsAny or DocumentFilter.ContainsAll && !container.ArrayPaths.Contains(path))
                    throw Broken($"Declare '{path}' as an array path of {container.Name}.");
            }
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

    private static void CheckSort(DocumentQuery query, string path)
    {
        if (query.Kinds.Count == 0)
            throw Broken("A sorted query names its kinds.");
        foreach (var kind in query.Kinds)
        {
            if (query.Partition is not null && query.Container.FindSortWithin(kind, path) is null)
                throw Broken($"Declare the sort of '{kind}' by '{path}' in {query.Container.Name}.");
            if (query.Container.FindSort(kind, path) is { IsOptional: true } && !query.Filters.Any(filter => filter.Paths().Contains(path)))
                throw Broken($"Not every document has '{path}': filter by it as well.");
        }
    }

    // Every read and every write is checked: a text is only made when there is somebody to tell.
    private static ArgumentException Broken(string rule) => new(rule, (string?)null);
}
