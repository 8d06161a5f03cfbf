using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>Reads pages of documents: of a query, and of the change feed.</summary>
internal static class DocumentPageReader
{
    private const int NumberColumn = 5;
    private const int SortColumn = 6;

    public static DocumentPage Query(SqliteSession session, DocumentTable table, DocumentQuery query, long now)
    {
        var order = QueryOrder.Of(table, query);
        var after = QueryPosition.Of(query, order);
        if (query.Filters.Any(filter => filter.MatchesNothing()))
            return new DocumentPage([], null);

        if (query.Partition is not { } partition)
            return Read(session, DocumentQueryText.Of(table, query, order, after, now, withUnindexed: true), query, order, table);

        // What is not indexed may be entered at any time: the look for it and the list see one state.
        using var state = session.OneState();
        var withUnindexed = table.Unindexed.AreIn(session, partition);
        return Read(session, DocumentQueryText.Of(table, query, order, after, now, Narrow(session, table, query), withUnindexed), query, order, table);
    }

    private static DocumentPage Read(SqliteSession session, SqlText text, DocumentQuery query, QueryOrder order, DocumentTable table)
    {
        using var statement = text.Prepare(session);
        var documents = new List<StoredDocument>(Math.Min(query.Limit, 64));
        var (bytes, kind) = (new ByteSlab(), query.Kinds is [var only] ? only : null);
        QueryPosition? last = null;
        while (statement.Step())
        {
            if (documents.Count == query.Limit)
                return new DocumentPage(documents, last!.Wrap(query));
            documents.Add(Row(statement, query.Partition, kind ?? table.Kind(statement.Utf8(3)), bytes, query.Limit - documents.Count));
            if (documents.Count == query.Limit)
                last = Position(statement, order, documents[^1]);
        }

        return new DocumentPage(documents, null);
    }

    public static ChangePage Changes(SqliteSession session, DocumentTable table, long after, int limit, long now)
    {
        using var statement = session.Statement(table.Statements.Changes);
        statement.Bind(1, after);
        statement.Bind(2, (long)limit + 1);
        if (table.Container.DocumentsExpire)
            statement.Bind(3, now);

        var documents = new List<StoredDocument>();
        var bytes = new ByteSlab();
        while (statement.Step())
        {
            if (documents.Count == limit)
                return new ChangePage(documents, documents[^1].ETag, HasMore: true);
            documents.Add(Row(statement, partition: null, table.Kind(statement.Utf8(3)), bytes, limit - documents.Count));
        }

        var checkpoint = documents.Count > 0 ? documents[^1].ETag : after.ToString(CultureInfo.InvariantCulture);
        return new ChangePage(documents, checkpoint, HasMore: false);
    }

    /// <summary>
    /// A page of a part of the feed. After the last document it stands where the whole feed stood before it was read, so that what
    /// others have written is passed over once.
    /// </summary>
    public static ChangePage Changes(SqliteSession session, DocumentTable table, FeedRange range, int limit, long now)
    {
        var end = long.Parse(NoChanges(session, table).Checkpoint, CultureInfo.InvariantCulture);
        using var statement = session.Statement(table.Statements.ChangesOfRange);
        statement.Bind(1, table.Empty.Skip(range));
        statement.Bind(2, (long)limit + 1);
        if (table.Container.DocumentsExpire)
            statement.Bind(3, now);
        statement.Bind(4, end);
        statement.Bind(5, (long)range.First);
        statement.Bind(6, (long)range.Last);

        var documents = new List<StoredDocument>();
        var (bytes, last) = (new ByteSlab(), range.After);
        while (statement.Step())
        {
            if (documents.Count == limit)
                return new ChangePage(documents, (range with { After = last }).ToString(), HasMore: true);
            last = statement.Number(0);
            documents.Add(Row(statement, partition: null, table.Kind(statement.Utf8(3)), bytes, limit - documents.Count));
        }

        if (documents.Count == 0)
            table.Empty.Add(range, end);
        return new ChangePage(documents, (range with { After = Math.Max(end, range.After) }).ToString(), HasMore: false);
    }

    /// <summary>The empty page at the end of the change feed.</summary>
    public static ChangePage NoChanges(SqliteSession session, DocumentTable table)
    {
        using var statement = session.Statement(table.Numbers.Last);
        statement.Step();
        return new ChangePage([], statement.Number(0).ToString(CultureInfo.InvariantCulture), HasMore: false);
    }

    /// <summary>The way that leads past the fewest documents, or null when none is shorter than reading in order.</summary>
    private static Narrowing? Narrow(SqliteSession session, DocumentTable table, DocumentQuery query)
    {
        Narrowing? shortest = null;
        var fewest = Narrowing.TooMany(query);
        foreach (var narrowing in Narrowing.Of(table, query))
        {
            // Counting ends where another way is shorter, so it never costs more than what it saves.
            using var count = DocumentQueryText.Count(table, query, narrowing, fewest).Prepare(session);
            count.Step();
            if (count.Number(0) < fewest)
                (shortest, fewest) = (narrowing, (int)count.Number(0));
        }

        return shortest;
    }

    private static StoredDocument Row(SqliteStatement statement, string? partition, string kind, ByteSlab bytes, int expected) => new(
        statement.Text(2),
        partition ?? PartitionKey.Read(statement, 1),
        kind,
        statement.Number(0).ToString(CultureInfo.InvariantCulture),
        bytes.Keep(statement.Utf8(4), expected));

    private static QueryPosition Position(SqliteStatement statement, QueryOrder order, StoredDocument document) =>
        new(order.Key is null ? null : SortKey(statement, document), order.ById ? document.Id : statement.Number(NumberColumn));

    private static object SortKey(SqliteStatement statement, StoredDocument document) =>
        statement.IsNull(SortColumn)
            ? throw new InvalidOperationException($"The {document.Kind} {document.Id} lacks the property it is sorted by.")
            : statement.IsInteger(SortColumn) ? statement.Number(SortColumn) : statement.Text(SortColumn);

    /// <summary>Keeps many small texts in few arrays.</summary>
    private sealed class ByteSlab
    {
        private const int Size = 32 * 1024;
        private const int Least = 4 * 1024;

        private byte[] current = [];
        private int used;

        /// <summary>Keeps a text.</summary>
        /// <param name="bytes">The text.</param>
        /// <param name="expected">How many there may be from now on, with this one, so that the last array is not much too long.</param>
        public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes, int expected)
        {
            if (bytes.Length > current.Length - used)
            {
                if (bytes.Length > Size / 4)
                    return bytes.ToArray();
                current = GC.AllocateUninitializedArray<byte>((int)Math.Clamp((long)expected * bytes.Length, Least, Size));
                used = 0;
            }

            var kept = current.AsMemory(used, bytes.Length);
            bytes.CopyTo(kept.Span);
            used += bytes.Length;
            return kept;
        }
    }
}
