namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// One container: its name, partition key and the paths its queries use. Both adapters and the Bicep templates are
/// made from (or compared with) these declarations, so that what is queried is indexed everywhere.
/// </summary>
/// <param name="Name">The container's name, lower case.</param>
/// <param name="PartitionKey">The property (without slash) whose value is the partition, such as <c>userId</c>.</param>
public sealed record ContainerDefinition(string Name, string PartitionKey)
{
    /// <summary>Whether single documents may expire (<see cref="DocumentWrite.TimeToLive"/>).</summary>
    public bool DocumentsExpire { get; init; }

    /// <summary>The properties by which documents of a kind are sorted; each is indexed for its kind.</summary>
    public IReadOnlyList<SortIndex> SortIndexes { get; init; } = [];

    /// <summary>The properties that are only filtered by; in Cosmos DB they are indexed too, all others are not.</summary>
    public IReadOnlyList<string> FilterPaths { get; init; } = [];

    /// <summary>Those of <see cref="FilterPaths"/> that are arrays of strings; Cosmos DB indexes their elements.</summary>
    public IReadOnlyList<string> ArrayPaths { get; init; } = [];

    /// <summary>The few documents among many that lists are about, whatever their order.</summary>
    public IReadOnlyList<NarrowIndex> NarrowIndexes { get; init; } = [];

    /// <summary>The arrays by whose elements a list finds its documents; each is one of <see cref="ArrayPaths"/>.</summary>
    public IReadOnlyList<ElementIndex> ElementIndexes { get; init; } = [];
}

/// <summary>Documents of <paramref name="Kind"/> can be sorted and range-filtered by <paramref name="Path"/>.</summary>
/// <param name="Kind">The kind, such as <c>task</c>.</param>
/// <param name="Path">
/// The top-level property, such as <c>createdAt</c>. It is present in every document of the kind unless it is optional.
/// </param>
/// <param name="AcrossPartitions">Also asked without naming a partition (see <see cref="DocumentQuery"/> for who may).</param>
public sealed record SortIndex(string Kind, string Path, bool AcrossPartitions = false)
{
    /// <summary>Whether it is asked within a partition; an index that nobody asks would cost every write.</summary>
    public bool WithinPartition { get; init; } = true;

    /// <summary>
    /// Whether many documents lack it, so that it is asked by its value only and those without it need no entry. A query that sorts by it
    /// filters by it as well.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>A sort that is asked across all partitions and never within one.</summary>
    public static SortIndex Across(string kind, string path) => new(kind, path, AcrossPartitions: true) { WithinPartition = false };
}

/// <summary>
/// Those documents of <paramref name="Kind"/> whose <paramref name="Only"/> is <paramref name="Value"/>, by
/// <paramref name="Path"/>: what is open stays a short list while what is done grows for years.
/// </summary>
/// <param name="Kind">The kind, such as <c>task</c>.</param>
/// <param name="Path">The property that they can be range-filtered by at the same time; a sort of the kind.</param>
/// <param name="Only">The property that tells the few from the many, such as <c>completed</c>.</param>
/// <param name="Value">Its value among the few.</param>
public sealed record NarrowIndex(string Kind, string Path, string Only, FilterValue Value);

/// <summary>Documents of <paramref name="Kind"/> are found by the strings in the array <paramref name="Path"/>.</summary>
/// <param name="Kind">The kind, such as <c>task</c>.</param>
/// <param name="Path">The top-level array, such as <c>tagKeys</c>.</param>
public sealed record ElementIndex(string Kind, string Path);
