using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>The SQL of conditions on the properties of documents; each begins with <c>AND</c>.</summary>
internal static class FilterText
{
    public static void Write(SqlText text, DocumentTable table, IReadOnlyList<string> kinds, DocumentFilter filter)
    {
        text.Sql.Append(" AND ");
        switch (filter)
        {
            case DocumentFilter.EqualTo equal:
                WriteEqual(text, table, kinds, equal.Path, [equal.Value]);
                break;
            case DocumentFilter.OneOf one:
                WriteEqual(text, table, kinds, one.Path, one.Values);
                break;
            case DocumentFilter.Between between:
                WriteRange(text, table.Keys.Value(kinds, between.Path), between.From?.Value, between.Before?.Value);
                break;
            case DocumentFilter.ContainsAny any:
                WriteElement(text, table, kinds, any.Path);
                text.Sql.Append("IN (").AppendJoin(", ", any.Values.Select(text.Bind)).Append("))");
                break;
            case DocumentFilter.ContainsAll all:
                text.Sql.Append('1');
                foreach (var value in all.Values)
                {
                    text.Sql.Append(" AND ");
                    WriteElement(text, table, kinds, all.Path);
                    text.Sql.Append("= ").Append(text.Bind(value)).Append(')');
                }

                break;
            case DocumentFilter.HasText sought:
                WriteText(text, table, kinds, sought);
                break;
        }
    }

    // Most documents are ruled out by a look at their bytes, before anything is taken out of their JSON.
    private static void WriteText(SqlText text, DocumentTable table, IReadOnlyList<string> kinds, DocumentFilter.HasText filter)
    {
        var sought = filter.Texts.Select(text.Bind).ToList();
        text.Sql.Append("(may_have_text(json, ").AppendJoin(", ", sought).Append(") AND (0");
        foreach (var (path, part) in filter.Paths.SelectMany(_ => sought, (path, part) => (path, part)))
            text.Sql.Append(CultureInfo.InvariantCulture, $" OR has_text({table.Keys.Value(kinds, path)}, {part})");
        text.Sql.Append("))");
    }

    // The column is named with its table because json_each has a hidden column json of its own.
    private static void WriteElement(SqlText text, DocumentTable table, IReadOnlyList<string> kinds, string path) =>
        text.Sql.Append("EXISTS (SELECT 1 FROM json_each(").Append(table.Name)
            .Append(table.Keys.Holds(kinds, path) ? $".{KeyColumns.Name(path)}" : $".json, {DocumentTable.Quote("$." + path)}")
            .Append(") AS element WHERE element.value ");

    private static void WriteEqual(SqlText text, DocumentTable table, IReadOnlyList<string> kinds, string path, IReadOnlyList<FilterValue> wanted)
    {
        // SQLite reads true as 1; compare truth values as JSON text so that they are not mistaken for numbers, where there is no column of them.
        var (value, isKey) = (table.Keys.Value(kinds, path), table.Keys.Holds(kinds, path));
        var truths = wanted.Where(value => value.Value is bool && !isKey).Select(value => text.Bind((bool)value.Value ? "true" : "false")).ToList();
        var others = wanted.Where(value => value.Value is not bool || isKey).Select(value => text.Bind(value.Value is bool truth ? KeyValue.Of(truth) : value.Value)).ToList();
        text.Sql.Append('(');
        if (truths.Count > 0)
            text.Sql.Append("json -> ").Append(DocumentTable.Quote("$." + path)).Append(" IN (").AppendJoin(", ", truths).Append(')');
        if (truths.Count > 0 && others.Count > 0)
            text.Sql.Append(" OR ");
        if (others.Count == 1)
            text.Sql.Append(value).Append(" = ").Append(others[0]);
        else if (others.Count > 1)
            text.Sql.Append(value).Append(" IN (").AppendJoin(", ", others).Append(')');
        text.Sql.Append(')');
    }

    // Numbers sort before text in SQLite, so an open side is closed where the other type begins.
    private static void WriteRange(SqlText text, string value, object? from, object? before)
    {
        text.Sql.Append('(').Append(from is null && before is null ? $"{value} IS NOT NULL" : "1");
        if (from is not null)
            text.Sql.Append(" AND ").Append(value).Append(" >= ").Append(text.Bind(from));
        else if (before is string)
            text.Sql.Append(" AND ").Append(value).Append(" >= ''");
        if (before is not null)
            text.Sql.Append(" AND ").Append(value).Append(" < ").Append(text.Bind(before));
        else if (from is long)
            text.Sql.Append(" AND ").Append(value).Append(" < ''");
        text.Sql.Append(')');
    }
}
