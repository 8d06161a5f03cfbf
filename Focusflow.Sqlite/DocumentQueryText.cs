using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The SQL of a query. Every text names the index that serves it, so that it is never answered by looking through the
/// table or by sorting; the order ends in what tells documents apart, so that a position in it stays meaningful while they come and go.
/// </summary>
internal sealed class DocumentQueryText
{
    private readonly SqlText text = new();
    private readonly DocumentTable table;
    private readonly DocumentQuery query;

    private DocumentQueryText(DocumentTable table, DocumentQuery query)
    {
        this.table = table;
        this.query = query;
    }

    /// <summary>Writes the SQL of a query that has been checked: the columns of documents, the document's number, and the value sorted by.</summary>
    /// <param name="table">The table.</param>
    /// <param name="query">The query.</param>
    /// <param name="order">Its order.</param>
    /// <param name="after">Where the page before ended, or null.</param>
    /// <param name="now">What has expired by this instant, in Unix milliseconds, is not there.</param>
    /// <param name="narrowing">The way to the documents; null for the one by their order.</param>
    public static SqlText Of(DocumentTable table, DocumentQuery query, QueryOrder order, QueryPosition? after, long now, Narrowing? narrowing = null)
    {
        var writer = new DocumentQueryText(table, query);
        writer.WriteList(order, after, now, narrowing);
        return writer.text;
    }

    /// <summary>Writes the SQL that counts to how many documents a way leads, up to <paramref name="most"/>.</summary>
    public static SqlText Count(DocumentTable table, DocumentQuery query, Narrowing narrowing, int most)
    {
        var writer = new DocumentQueryText(table, query);
        writer.WriteCount(narrowing, most);
        return writer.text;
    }

    private void WriteList(QueryOrder order, QueryPosition? after, long now, Narrowing? narrowing)
    {
        var sql = text.Sql;
        // What the query names is known, and need not be told for each row.
        var (partition, kind) = (query.Partition is null ? "partition" : "NULL", query.Kinds.Count == 1 ? "NULL" : "kind");
        var columns = $"seq, {partition}, id, {kind}, json, doc{(order.Key is { } key ? ", " + key : "")}";
        WriteConditions(order, after, now, narrowing);
        var conditions = sql.ToString();
        sql.Clear();
        var ways = WaysOfKinds(columns, conditions, order);
        if (query.Besides.Count > 0)
            ways.Add(Besides(columns, order, after, now));
        sql.Append("SELECT ").Append(columns).Append(" FROM ");
        if (ways.Count > 0)
            sql.Append('(').AppendJoin(" UNION ALL ", ways).Append(')');
        else
            sql.Append(table.Name).Append(Way(narrowing, order)).Append(" WHERE ").Append(conditions);

        var direction = query.Sort is { Descending: true } ? " DESC" : "";
        sql.Append(" ORDER BY ");
        if (order.Key is not null)
            sql.Append(order.Key).Append(direction).Append(", ");
        sql.Append(order.Tie).Append(direction).Append(" LIMIT ").Append(SqliteStatement.Limit(text.Bind((long)query.Limit + 1)));
    }

    private void WriteCount(Narrowing narrowing, int most)
    {
        text.Sql.Append("SELECT count(*) FROM (SELECT 1 FROM ");
        if (narrowing.Index is { } index)
        {
            text.Sql.Append(table.Name).Append(" INDEXED BY ").Append(index).Append(" WHERE partition = ").Append(BindPartition());
            WriteKinds();
            WriteOnly(narrowing);
            if (narrowing.Filter is { } filter)
                FilterText.Write(text, table, query.Kinds, filter);
        }
        else
        {
            WriteElements(narrowing.Filter!);
        }

        text.Sql.Append(" LIMIT ").Append(SqliteStatement.Limit(text.Bind((long)most))).Append(')');
    }

    private void WriteConditions(QueryOrder order, QueryPosition? after, long now, Narrowing? narrowing)
    {
        text.Sql.Append(query.Partition is null ? "1" : "partition = " + BindPartition());
        WriteKinds();
        if (narrowing is { Index: null })
        {
            text.Sql.Append(" AND doc IN (SELECT doc FROM ");
            WriteElements(narrowing.Filter!);
            text.Sql.Append(')');
        }
        else if (narrowing is not null)
        {
            WriteOnly(narrowing);
        }

        foreach (var filter in query.Filters)
            FilterText.Write(text, table, query.Kinds, filter);
        WriteRest(order, after, now);
    }

    private void WriteRest(QueryOrder order, QueryPosition? after, long now)
    {
        if (table.Container.DocumentsExpire)
            text.Sql.Append(" AND (expires IS NULL OR expires > ").Append(text.Bind(now)).Append(')');
        if (after is not null)
            WriteStart(order, after);
    }

    private string Besides(string columns, QueryOrder order, QueryPosition? after, long now)
    {
        var sql = text.Sql.Append("SELECT ").Append(columns).Append(" FROM ").Append(table.Name).Append(" INDEXED BY ").Append(table.KeyIndex)
            .Append(" WHERE partition = ").Append(BindPartition())
            .Append(" AND id IN (").AppendJoin(", ", query.Besides.Select(text.Bind))
            .Append(") AND kind NOT IN (").AppendJoin(", ", query.Kinds.Select(text.Bind)).Append(')');
        WriteRest(order, after, now);
        var besides = sql.ToString();
        sql.Clear();
        return besides;
    }

    private void WriteOnly(Narrowing narrowing)
    {
        if (narrowing.Only is { } only)
            text.Sql.Append(" AND ").Append(only);
    }

    // Whoever has all of them has the first, and the rest is looked at in the document.
    private void WriteElements(DocumentFilter filter)
    {
        var sought = filter is DocumentFilter.ContainsAny any ? any.Values : ((DocumentFilter.ContainsAll)filter).Values.Take(1);
        text.Sql.Append(table.ElementsOf(query.Kinds[0], filter.Paths()[0])).Append(" WHERE partition = ").Append(BindPartition())
            .Append(" AND value IN (").AppendJoin(", ", sought.Select(text.Bind)).Append(')');
    }

    private string BindPartition() => text.Bind(PartitionKey.Of(query.Partition!));

    // What is found by the numbers of its rows needs no index, and is to be found by none.
    private static string Way(Narrowing? narrowing, QueryOrder order) => narrowing is { Index: null }
        ? " NOT INDEXED"
        : " INDEXED BY " + (narrowing?.Index ?? order.Index);

    /// <summary>
    /// For several kinds at once, or some and others besides: a way for each kind, by its index that serves a filter they share; where there
    /// is no such filter one for all, if others come besides, and else none.
    /// </summary>
    private List<string> WaysOfKinds(string columns, string conditions, QueryOrder order)
    {
        if (query is not { Partition: not null, Sort: null } || query.Kinds.Count + query.Besides.Count < 2 || query.Kinds.Count == 0)
            return [];
        foreach (var filter in query.Filters)
        {
            if (filter is not (DocumentFilter.EqualTo or DocumentFilter.Between))
                continue;
            var sorts = query.Kinds.Distinct(StringComparer.Ordinal).Select(kind => table.Container.FindSortWithin(kind, filter.Paths()[0])).ToList();
            if (sorts.TrueForAll(sort => sort is not null))
                return [.. sorts.Select(sort => From(table.SortIndexName(sort!, across: false), $"kind = {DocumentTable.Quote(sort!.Kind)} AND {conditions}"))];
        }

        return query.Besides.Count > 0 ? [From(order.Index, conditions)] : [];

        string From(string index, string where) => $"SELECT {columns} FROM {table.Name} INDEXED BY {index} WHERE {where}";
    }

    private void WriteKinds()
    {
        if (query.Kinds is [var kind])
        {
            // The kind is written out, not bound: only so does SQLite see that the index of this kind applies.
            text.Sql.Append(" AND kind = ").Append(DocumentTable.Quote(kind));
            if (!table.Container.SortIndexes.Any(sort => sort.Kind == kind && sort.WithinPartition))
                text.Sql.Append(" AND ").Append(table.Unsorted);
        }
        else if (query.Kinds.Count > 1)
        {
            text.Sql.Append(" AND kind IN (").AppendJoin(", ", query.Kinds.Select(text.Bind)).Append(')');
        }
    }

    // The value is bounded by itself, too: of a comparison of two columns SQLite makes no use when the first is an expression.
    private void WriteStart(QueryOrder order, QueryPosition after)
    {
        var isAfter = query.Sort is { Descending: true } ? '<' : '>';
        if (order.Key is not { } key)
        {
            text.Sql.Append($" AND {order.Tie} {isAfter} {text.Bind(after.Tie)}");
            return;
        }

        var bound = text.Bind(after.Key!);
        text.Sql.Append($" AND {key} {isAfter}= {bound} AND ({key}, {order.Tie}) {isAfter} ({bound}, {text.Bind(after.Tie)})");
    }
}
