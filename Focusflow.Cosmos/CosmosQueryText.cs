using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Cosmos;

/// <summary>
/// The text of a query in Cosmos DB's SQL, with its parameters. It holds no value of a caller, and names properties in
/// brackets so that none can be taken for a keyword. The partition is in the text as well as in the request: the one
/// filters, the other routes.
/// </summary>
internal sealed class CosmosQueryText
{
    private readonly StringBuilder text = new("SELECT * FROM c WHERE ");
    private readonly List<KeyValuePair<string, object>> parameters = [];

    private CosmosQueryText(DocumentQuery query)
    {
        List<string> conditions = [];
        if (query.Partition is not null)
            conditions.Add($"{Property(query.Container.PartitionKey)} = {Parameter(query.Partition)}");
        List<string> wanted = query.Kinds.Count > 0 ? [Equality("kind", [.. query.Kinds])] : [];
        wanted.AddRange(query.Filters.Select(Condition));
        if (query.Besides.Count > 0)
            conditions.Add($"(({string.Join(" AND ", wanted)}) OR ({Equality("id", [.. query.Besides])} AND NOT ({wanted[0]})))");
        else
            conditions.AddRange(wanted);
        text.AppendJoin(" AND ", conditions.DefaultIfEmpty("true"));
        if (query.Sort is { } sort)
            text.Append(" ORDER BY ").Append(Property(sort.Path)).Append(sort.Descending ? " DESC" : " ASC");
    }

    /// <summary>The parameters by name (<c>@p0</c>): <see cref="string"/>, <see cref="long"/> or <see cref="bool"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Parameters => parameters;

    /// <summary>The text.</summary>
    public string Text => text.ToString();

    /// <summary>Writes a query that has been checked and has no filter that matches nothing.</summary>
    public static CosmosQueryText Of(DocumentQuery query) => new(query);

    private static string Property(string path) => $"c[\"{path}\"]";

    private string Condition(DocumentFilter filter) => filter switch
    {
        DocumentFilter.EqualTo equal => Equality(equal.Path, [equal.Value.Value]),
        DocumentFilter.OneOf one => Equality(one.Path, [.. one.Values.Select(value => value.Value)]),
        DocumentFilter.Between between => Range(Property(between.Path), between.From?.Value, between.Before?.Value),
        DocumentFilter.ContainsAny any => Elements(any.Path, any.Values, " OR "),
        DocumentFilter.ContainsAll all => all.Values.Count == 0 ? "true" : Elements(all.Path, all.Values, " AND "),
        DocumentFilter.HasText search => Search([.. search.Texts.Select(Parameter)], search.Paths),
        _ => throw new ArgumentException($"Unknown filter {filter.GetType().Name}.", nameof(filter)),
    };

    private string Equality(string path, IReadOnlyList<object> values) =>
        values is [var only]
            ? $"{Property(path)} = {Parameter(only)}"
            : $"{Property(path)} IN ({string.Join(", ", values.Select(Parameter))})";

    // Comparing different types gives "undefined", which is not true: a bound excludes other types by itself.
    private string Range(string property, object? from, object? before)
    {
        List<string> bounds = [];
        if (from is not null)
            bounds.Add($"{property} >= {Parameter(from)}");
        if (before is not null)
            bounds.Add($"{property} < {Parameter(before)}");
        return bounds.Count == 0 ? $"(IS_DEFINED({property}) AND NOT IS_NULL({property}))" : $"({string.Join(" AND ", bounds)})";
    }

    private string Elements(string path, IReadOnlyList<string> values, string conjunction) =>
        $"({string.Join(conjunction, values.Select(value => $"ARRAY_CONTAINS({Property(path)}, {Parameter(value)})"))})";

    private static string Search(IReadOnlyList<string> parameters, IReadOnlyList<string> paths) =>
        $"({string.Join(" OR ", paths.SelectMany(_ => parameters, (path, parameter) => $"CONTAINS({Property(path)}, {parameter}, true)"))})";

    private string Parameter(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{parameters.Count}");
        parameters.Add(new(name, value));
        return name;
    }
}
