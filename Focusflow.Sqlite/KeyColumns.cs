using System.Collections.Frozen;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The properties that the indexes of a container hold, each in a column beside the JSON. SQLite leaves alone the indexes of columns
/// that an update does not set, whereas all that are made of the JSON would be written anew with every change of it; nor need its
/// one writer take anything out of the JSON.
/// </summary>
internal sealed class KeyColumns
{
    private readonly FrozenDictionary<string, KeysOfKind> kinds;
    private readonly KeysOfKind others;

    /// <summary>The columns of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="table">The name of its table.</param>
    public KeyColumns(ContainerDefinition container, string table)
    {
        var keys = container.SortIndexes.Select(sort => (sort.Kind, sort.Path))
            .Concat(container.NarrowIndexes.SelectMany(narrow => ((string, string)[])[(narrow.Kind, narrow.Path), (narrow.Kind, narrow.Only)]))
            .Concat(container.ElementIndexes.Select(index => (index.Kind, index.Path)))
            .Distinct()
            .ToList();
        Names = [.. keys.Select(key => Name(key.Item2)).Distinct(StringComparer.Ordinal)];
        kinds = keys.GroupBy(key => key.Item1, StringComparer.Ordinal).ToFrozenDictionary(
            kind => kind.Key, kind => new KeysOfKind(
                table, kind.Key, [.. kind.Select(key => key.Item2)], [.. container.ElementIndexes.Where(index => index.Kind == kind.Key).Select(index => index.Path)]),
            StringComparer.Ordinal);
        others = new KeysOfKind(table, "", [], []);
    }

    /// <summary>All columns, each once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The kinds that have any.</summary>
    public IReadOnlyList<KeysOfKind> Kinds => kinds.Values;

    /// <summary>The column of a property.</summary>
    public static string Name(string path) => $"key_{path}";

    /// <summary>The columns of a kind.</summary>
    public KeysOfKind Of(string kind) => kinds.GetValueOrDefault(kind, others);

    /// <summary>The SQL of a property's value in documents of any of some kinds.</summary>
    public string Value(IReadOnlyList<string> among, string path)
    {
        if (path == "id")
            return path;
        return Holds(among, path) ? Name(path) : $"json ->> {DocumentTable.Quote("$." + path)}";
    }

    /// <summary>Whether documents of some kinds all have a column for a property.</summary>
    public bool Holds(IReadOnlyList<string> among, string path)
    {
        foreach (var kind in among)
        {
            if (!Of(kind).Paths.Contains(path))
                return false;
        }

        return among.Count > 0;
    }
}
