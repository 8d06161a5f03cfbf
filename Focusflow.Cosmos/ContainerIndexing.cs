using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Cosmos;

/// <summary>What Cosmos DB indexes of a container. Whatever no query asks for is left out, so that writes stay cheap.</summary>
public static class ContainerIndexing
{
    /// <summary>
    /// The paths to include, in Cosmos DB's notation (<c>/createdAt/?</c>), in a stable order. Everything else
    /// (<c>/*</c>) is to be excluded; <c>id</c> and <c>_ts</c> are always indexed.
    /// </summary>
    public static IReadOnlyList<string> IndexedPaths(this ContainerDefinition container)
    {
        // Excluding everything excludes the partition key as well, unless it is the id.
        IEnumerable<string> paths = ["kind", .. container.SortIndexes.Select(index => index.Path), .. container.FilterPaths];
        if (container.PartitionKey != "id")
            paths = paths.Prepend(container.PartitionKey);

        return [.. paths.Distinct(StringComparer.Ordinal).Select(Notation)];

        string Notation(string path) => container.ArrayPaths.Contains(path) ? $"/{path}/[]/?" : $"/{path}/?";
    }

    /// <summary>
    /// The composite indexes, each a list of plain paths (<c>/completed</c>), all ascending: the partition, the kind, what
    /// tells the few from the many, and what those are range-filtered by. They serve filters, so no query has to be written
    /// for them, and one that the service lacks costs time and nothing else.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> CompositePaths(this ContainerDefinition container) =>
    [
        .. container.NarrowIndexes.Select(narrow =>
            (IReadOnlyList<string>)[$"/{container.PartitionKey}", "/kind", $"/{narrow.Only}", $"/{narrow.Path}"]),
    ];
}
