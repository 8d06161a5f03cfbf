using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The SQL of a query. Every text names the index that serves it, so that it is never answered by looking through the
/// table or by sorting; the order ends in the id, so that a position in it stays meaningful while documents come and go.
/// </summary>
internal sealed class DocumentQueryText
{
    private readonly StringBuilder sql = new(512);
    private readonly List<object> values = [];
    private readonly DocumentTable table;
    private readonly DocumentQuery query;

    private DocumentQueryText(DocumentTable table, DocumentQuery query)
    {
        this.table = table;
        this.query = query;
    }

    /// <summary>The values to bind, from position 1: <see cref="string"/> or <see cref="long"/>.</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>The SQL.</summary>
    public string Sql => sql.ToString();

    /// <summary>Writes the SQL of a query that has been checked.</summary>
    /// <param name="table">The table.</param>
    /// <param name="query">The query.</param>
    /// <param name="after">Where the page before ended, or null.</param>
    /// <param name="now">What has expired by this instant, in Unix milliseconds, is not there.</param>
    /// <param name="narrowing">The way to the documents; null for the one by their order.</param>
    public static DocumentQueryText Of(DocumentTable table, DocumentQuery query, QueryPosition? after, long now, Narrowing? narrowing = null)
    {
        var text = new DocumentQueryText(table, query);
        text.WriteList(after, now, narrowing);
        return text;
    }

    /// <summary>Writes the SQL that counts to how many documents a way leads, up to <paramref name="most"/>.</summary>
    public static DocumentQueryText Count(DocumentTable table, DocumentQuery query, Narrowing narrowing, int most)
    {
        var text = new DocumentQueryText(table, query);
        text.WriteCount(narrowing, most);
        return text;
    }

    /// <summary>
    /// The sort asked for; without one, a sort of the kind that the filters can use, or any. When there is one, its value
    /// is the last column.
    /// </summary>
    public static SortIndex? Order(DocumentTable table, DocumentQuery query)
    {
        if (query.Kinds is not [var kind])
            return query.Sort is { } among ? new SortIndex(query.Kinds[0], among.Path) : null;
        if (query.Sort is { } sort)
            return table.Container.FindSort(kind, sort.Path);
        if (NamesIds(query))
            return null;
        foreach (var filter in query.Filters)
        {
            if (filter is DocumentFilter.EqualTo or DocumentFilter.Between && table.Container.FindSort(kind, filter.Paths()[0]) is { } narrowing)
                return narrowing;
        }

        return table.Container.SortIndexes.FirstOrDefault(declared => declared.Kind == kind);
    }

    /// <summary>Whether documents are asked for by their ids, which no index serves better than that of the keys.</summary>
    private static bool NamesIds(DocumentQuery query) => query is { Sort: null, Partition: not null }
        && query.Filters.Any(filter => filter is DocumentFilter.EqualTo { Path: "id" } or DocumentFilter.OneOf { Path: "id" });

    private string IndexFor(SortIndex? order) => (query.Kinds.Count, order) switch
    {
        (1, null) when NamesIds(query) => table.KeyIndex,
        (1, { } sort) => table.SortIndexName(sort, across: query.Partition is null),
        (1, null) => table.KindIndex,
        _ => table.KeyIndex,
    };

    private void WriteList(QueryPosition? after, long now, Narrowing? narrowing)
    {
        var order = Order(table, query);
        var key = order is null ? null : DocumentTable.Value(order.Path);
        var across = query.Partition is null;
        var descending = query.Sort is { Descending: true };
        var columns = DocumentTable.Columns + (key is null ? "" : ", " + key);

        WriteConditions(after, now, narrowing, key);
        var conditions = sql.ToString();
        sql.Clear();
        sql.Append("SELECT ").Append(columns).Append(" FROM ");
        if (IndexesOfKinds() is { } indexes)
        {
            var kinds = indexes.Select(index => $"SELECT {columns} FROM {table.Name} INDEXED BY {index.Name} WHERE kind = {DocumentTable.Quote(index.Kind)} AND {conditions}");
            sql.Append('(').AppendJoin(" UNION ALL ", kinds).Append(')');
        }
        else
        {
            sql.Append(table.Name).Append(Way(narrowing, order)).Append(" WHERE ").Append(conditions);
        }

        var direction = descending ? " DESC" : "";
        sql.Append(" ORDER BY ");
        if (key is not null)
            sql.Append(key).Append(direction).Append(", ");
        if (across)
            sql.Append("partition").Append(direction).Append(", ");
        sql.Append("id").Append(direction).Append(" LIMIT ").Append(Bind((long)query.Limit + 1));
    }

    private void WriteCount(Narrowing narrowing, int most)
    {
        sql.Append("SELECT count(*) FROM (SELECT 1 FROM ");
        if (narrowing.Index is { } index)
        {
            sql.Append(table.Name).Append(" INDEXED BY ").Append(index).Append(" WHERE partition = ").Append(Bind(query.Partition!));
            WriteKinds();
            WriteOnly(narrowing);
            if (narrowing.Filter is { } filter)
                Write(filter);
        }
        else
        {
            WriteElements(narrowing.Filter!);
        }

        sql.Append(" LIMIT ").Append(Bind((long)most)).Append(')');
    }

    private void WriteConditions(QueryPosition? after, long now, Narrowing? narrowing, string? key)
    {
        sql.Append(query.Partition is { } partition ? "partition = " + Bind(partition) : "1");
        WriteKinds();
        if (narrowing is { Index: null })
        {
            sql.Append(" AND seq IN (SELECT seq FROM ");
            WriteElements(narrowing.Filter!);
            sql.Append(')');
        }
        else if (narrowing is not null)
        {
            WriteOnly(narrowing);
        }

        foreach (var filter in query.Filters)
            Write(filter);
        if (table.Container.DocumentsExpire)
            sql.Append(" AND (expires IS NULL OR expires > ").Append(Bind(now)).Append(')');
        if (after is not null)
            WriteStart(key, after, query.Sort is { Descending: true });
    }

    private void WriteOnly(Narrowing narrowing)
    {
        if (narrowing.Only is { } only)
            sql.Append(" AND ").Append(only);
    }

    // Whoever has all of them has the first, and the rest is looked at in the document.
    private void WriteElements(DocumentFilter filter)
    {
        var sought = filter is DocumentFilter.ContainsAny any ? any.Values : ((DocumentFilter.ContainsAll)filter).Values.Take(1);
        sql.Append(table.ElementsOf(query.Kinds[0], filter.Paths()[0])).Append(" WHERE partition = ").Append(Bind(query.Partition!))
            .Append(" AND value IN (").AppendJoin(", ", sought.Select(Bind)).Append(')');
    }

    // What is found by the numbers of its rows needs no index, and is to be found by none.
    private string Way(Narrowing? narrowing, SortIndex? order) => narrowing is { Index: null }
        ? " NOT INDEXED"
        : " INDEXED BY " + (narrowing?.Index ?? IndexFor(order));

    /// <summary>For several kinds at once: the index of each that serves a filter they share, or null when there is none.</summary>
    private List<(string Kind, string Name)>? IndexesOfKinds()
    {
        if (query is not { Partition: not null, Sort: null, Kinds.Count: > 1 })
            return null;
        foreach (var filter in query.Filters)
        {
            if (filter is not (DocumentFilter.EqualTo or DocumentFilter.Between))
                continue;
            var sorts = query.Kinds.Distinct(StringComparer.Ordinal).Select(kind => table.Container.FindSort(kind, filter.Paths()[0])).ToList();
            if (sorts.TrueForAll(sort => sort is not null))
                return [.. sorts.Select(sort => (sort!.Kind, table.SortIndexName(sort, across: false)))];
        }

        return null;
    }

    private void WriteKinds()
    {
        if (query.Kinds is [var kind])
        {
            // The kind is written out, not bound: only so does SQLite see that the index of this kind applies.
            sql.Append(" AND kind = ").Append(DocumentTable.Quote(kind));
            if (!table.Container.SortIndexes.Any(sort => sort.Kind == kind))
                sql.Append(" AND ").Append(table.Unsorted);
        }
        else if (query.Kinds.Count > 1)
        {
            sql.Append(" AND kind IN (").AppendJoin(", ", query.Kinds.Select(Bind)).Append(')');
        }
    }

    private void WriteStart(string? key, QueryPosition after, bool descending)
    {
        List<string> columns = [];
        List<string> bounds = [];
        if (key is not null)
        {
            columns.Add(key);
            bounds.Add(Bind(after.Key!));
        }

        if (query.Partition is null)
        {
            columns.Add("partition");
            bounds.Add(Bind(after.Partition));
        }

        columns.Add("id");
        bounds.Add(Bind(after.Id));
        sql.Append(" AND (").AppendJoin(", ", columns).Append(descending ? ") < (" : ") > (").AppendJoin(", ", bounds).Append(')');
    }

    private void Write(DocumentFilter filter)
    {
        sql.Append(" AND ");
        switch (filter)
        {
            case DocumentFilter.EqualTo equal:
                WriteEqual(equal.Path, [equal.Value]);
                break;
            case DocumentFilter.OneOf one:
                WriteEqual(one.Path, one.Values);
                break;
            case DocumentFilter.Between between:
                WriteRange(DocumentTable.Value(between.Path), between.From?.Value, between.Before?.Value);
                break;
            case DocumentFilter.ContainsAny any:
                WriteElement(any.Path).Append("IN (").AppendJoin(", ", any.Values.Select(Bind)).Append("))");
                break;
            case DocumentFilter.ContainsAll all:
                sql.Append('1');
                foreach (var value in all.Values)
                {
                    sql.Append(" AND ");
                    WriteElement(all.Path).Append("= ").Append(Bind(value)).Append(')');
                }

                break;
            case DocumentFilter.HasText text:
                var sought = text.Texts.Select(Bind).ToList();
                sql.Append("(0");
                foreach (var (path, part) in text.Paths.SelectMany(_ => sought, (path, part) => (path, part)))
                    sql.Append(CultureInfo.InvariantCulture, $" OR has_text({DocumentTable.Value(path)}, {part})");
                sql.Append(')');
                break;
        }
    }

    // The column is named with its table because json_each has a hidden column json of its own.
    private StringBuilder WriteElement(string path) =>
        sql.Append("EXISTS (SELECT 1 FROM json_each(").Append(table.Name).Append(".json, ").Append(DocumentTable.Quote("$." + path))
            .Append(") AS element WHERE element.value ");

    private void WriteEqual(string path, IReadOnlyList<FilterValue> wanted)
    {
        // SQLite reads true as 1; compare truth values as JSON text so that they are not mistaken for numbers.
        var truths = wanted.Where(value => value.Value is bool).Select(value => Bind((bool)value.Value ? "true" : "false")).ToList();
        var others = wanted.Where(value => value.Value is not bool).Select(value => Bind(value.Value)).ToList();
        sql.Append('(');
        if (truths.Count > 0)
            sql.Append("json -> ").Append(DocumentTable.Quote("$." + path)).Append(" IN (").AppendJoin(", ", truths).Append(')');
        if (truths.Count > 0 && others.Count > 0)
            sql.Append(" OR ");
        if (others.Count == 1)
            sql.Append(DocumentTable.Value(path)).Append(" = ").Append(others[0]);
        else if (others.Count > 1)
            sql.Append(DocumentTable.Value(path)).Append(" IN (").AppendJoin(", ", others).Append(')');
        sql.Append(')');
    }

    // Numbers sort before text in SQLite, so an open side is closed where the other type begins.
    private void WriteRange(string value, object? from, object? before)
    {
        sql.Append('(').Append(from is null && before is null ? $"{value} IS NOT NULL" : "1");
        if (from is not null)
            sql.Append(" AND ").Append(value).Append(" >= ").Append(Bind(from));
        else if (before is string)
            sql.Append(" AND ").Append(value).Append(" >= ''");
        if (before is not null)
            sql.Append(" AND ").Append(value).Append(" < ").Append(Bind(before));
        else if (from is long)
            sql.Append(" AND ").Append(value).Append(" < ''");
        sql.Append(')');
    }

    private string Bind(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{values.Count}");
    }
}
