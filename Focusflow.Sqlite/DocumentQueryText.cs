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
    /// <param name="withUnindexed">Whether to look among <see cref="UnindexedDocuments"/>, too.</param>
    public static SqlText Of(
        DocumentTable table, DocumentQuery query, QueryOrder order, QueryPosition? after, long now, Narrowing? narrowing = null, bool withUnindexed = false)
    {
        var writer = new DocumentQueryText(table, query);
        writer.WriteList(order, after, now, narrowing, withUnindexed);
        return writer.text;
    }

    /// <summary>Writes the SQL that counts to how many documents a way leads, up to <paramref name="most"/>.</summary>
    public static SqlText Count(DocumentTable table, DocumentQuery query, Narrowing narrowing, int most)
    {
        var writer = new DocumentQueryText(table, query);
        writer.WriteCount(narrowing, most);
        return writer.text;
    }

    private void WriteList(QueryOrder order, QueryPosition? after, long now, Narrowing? narrowing, bool withUnindexed)
    {
        var sql = text.Sql;
        // What the query names is known, and need not be told for each row.
        var (partition, kind) = (query.Partition is null ? "partition" : "NULL", query.Kinds.Count == 1 ? "NULL" : "kind");
        var columns = $"seq, {partition}, id, {kind}, json, doc{(order.Key is { } key ? ", " + key : "")}";
        var conditions = Conditions(order, after, now);
        List<string> ways = order.OfKinds.Count > 0
            ? [.. order.OfKinds.Select(sort => Way(table.SortIndexName(sort, across: false), $"kind = {DocumentTable.Quote(sort.Kind)} AND {conditions}"))]
            : narrowing is null ? [Way(order.Index, conditions)]
            : narrowing.Index is { } index ? [Way(index, narrowing.Only is { } only ? $"{only} AND {conditions}" : conditions)]
            : [Way(null, $"doc IN (SELECT doc FROM {Elements(narrowing.Filter!)}) AND {conditions}")]; // found by the numbers of its rows, and to be found by no index
        if (withUnindexed)
            ways.Add(Way(table.Unindexed.Index, conditions));
        if (query.Besides.Count > 0)
        {
            var besides = Besides(order, after, now);
            ways.Add(Way(table.KeyIndex, besides));
            if (withUnindexed)
                ways.Add(Way(table.Unindexed.Index, besides));
        }

        sql.Append("SELECT ").Append(columns).Append(" FROM ");
        if (ways.Count > 1)
            sql.Append("(SELECT ").Append(columns).Append(" FROM ").AppendJoin($" UNION ALL SELECT {columns} FROM ", ways).Append(')');
        else
            sql.Append(ways[0]);

        var direction = query.Sort is { Descending: true } ? " DESC" : "";
        sql.Append(" ORDER BY ");
        if (order.Key is not null)
            sql.Append(order.Key).Append(direction).Append(", ");
        sql.Append(order.Tie).Append(direction).Append(" LIMIT ").Append(SqliteStatement.Limit(text.Bind((long)query.Limit + 1)));

        // What makes an index usable stands first: else SQLite would compare it with what is bound, and plan anew with each value.
        string Way(string? index, string where) =>
            $"{table.Name} {(index is null ? "NOT INDEXED" : $"INDEXED BY {index}")} WHERE {(index == table.Unindexed.Index ? UnindexedDocuments.Only : UnindexedDocuments.None)} AND {where}";
    }

    private void WriteCount(Narrowing narrowing, int most)
    {
        text.Sql.Append("SELECT count(*) FROM (SELECT 1 FROM ");
        if (narrowing.Index is { } index)
        {
            text.Sql.Append(table.Name).Append(" INDEXED BY ").Append(index).Append(" WHERE partition = ").Append(BindPartition());
            WriteKinds();
            text.Sql.Append(" AND ").Append(UnindexedDocuments.None);
            if (narrowing.Only is { } only)
                text.Sql.Append(" AND ").Append(only);
            if (narrowing.Filter is { } filter)
                FilterText.Write(text, table, query.Kinds, filter);
        }
        else
        {
            text.Sql.Append(Elements(narrowing.Filter!));
        }

        text.Sql.Append(" LIMIT ").Append(SqliteStatement.Limit(text.Bind((long)most))).Append(')');
    }

    private string Conditions(QueryOrder order, QueryPosition? after, long now)
    {
        text.Sql.Append(query.Partition is null ? "1" : "partition = " + BindPartition());
        WriteKinds();
        foreach (var filter in query.Filters)
            FilterText.Write(text, table, query.Kinds, filter);
        WriteRest(order, after, now);
        return Taken();
    }

    private string Besides(QueryOrder order, QueryPosition? after, long now)
    {
        text.Sql.Append("partition = ").Append(BindPartition())
            .Append(" AND id IN (").AppendJoin(", ", query.Besides.Select(text.Bind))
            .Append(") AND kind NOT IN (").AppendJoin(", ", query.Kinds.Select(text.Bind)).Append(')');
        WriteRest(order, after, now);
        return Taken();
    }

    private string Taken()
    {
        var taken = text.Sql.ToString();
        text.Sql.Clear();
        return taken;
    }

    private void WriteRest(QueryOrder order, QueryPosition? after, long now)
    {
        if (table.Container.DocumentsExpire)
            text.Sql.Append(" AND (expires IS NULL OR expires > ").Append(text.Bind(now)).Append(')');
        if (after is not null)
            WriteStart(order, after);
    }

    // Whoever has all of them has the first, and the rest is looked at in the document.
    private string Elements(DocumentFilter filter)
    {
        var sought = filter is DocumentFilter.ContainsAny any ? any.Values : ((DocumentFilter.ContainsAll)filter).Values.Take(1);
        return $"{table.ElementsOf(query.Kinds[0], filter.Paths()[0])} WHERE partition = {BindPartition()} AND value IN ({string.Join(", ", sought.Select(text.Bind))})";
    }

    private string BindPartition() => text.Bind(PartitionKey.Of(query.Partition!));

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
