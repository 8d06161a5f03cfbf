using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The documents of a query one by one. Its place can be written down between any two: as the page that it is in and the last
/// document taken from it, since a store can only go on from the ends of its pages. Going on reads that page once more.
/// </summary>
internal sealed class TaskStream
{
    private const char Separator = '~';
    private const string Ended = ".";
    private const int Parts = 3;

    private readonly IDocumentStore store;
    private readonly DocumentQuery query;
    private readonly int taken;
    private readonly string lastVersion;
    private string? start;
    private bool read;
    private DocumentPage page = new([], null);
    private int next;
    private TaskDocument? parsed;

    private TaskStream(IDocumentStore store, DocumentQuery query, string? start, int taken, string lastVersion)
    {
        this.store = store;
        this.query = query;
        this.start = start;
        this.taken = taken;
        this.lastVersion = lastVersion;
        read = start == Ended;
    }

    /// <summary>The next document, when there is one.</summary>
    public TaskDocument Next => parsed ??= page.Documents[next].As<TaskDocument>();

    /// <summary>The streams of some queries, at the places that were written down; null when that cannot be read.</summary>
    public static TaskStream[]? Read(IDocumentStore store, IReadOnlyList<DocumentQuery> queries, string? places)
    {
        if (places is null)
            return [.. queries.Select(query => new TaskStream(store, query, null, 0, ""))];
        var parts = places.Split(Separator);
        var streams = new TaskStream[queries.Count];
        for (var i = 0; i < streams.Length; i++)
        {
            if (parts.Length != Parts * streams.Length
                || !int.TryParse(parts[(Parts * i) + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var taken))
            {
                return null;
            }

            streams[i] = new TaskStream(store, queries[i], parts[Parts * i] is { Length: > 0 } start ? start : null, taken, parts[(Parts * i) + 2]);
        }

        return streams;
    }

    /// <summary>The places of some streams, as text that is safe in a URL.</summary>
    public static string Write(params ReadOnlySpan<TaskStream> streams) => string.Join(Separator, streams.ToArray().Select(stream => stream.Place()));

    /// <summary>Whether there is another document.</summary>
    public async ValueTask<bool> HasNextAsync(CancellationToken cancellation)
    {
        while (next >= page.Documents.Count)
        {
            if (read && (start == Ended || page.Continuation is null))
                return false;
            if (read)
                start = page.Continuation;
            page = await store.QueryAsync(query with { Continuation = start }, cancellation);
            next = read ? 0 : Skipped();
            read = true;
        }

        return true;
    }

    /// <summary>Takes the next document.</summary>
    public StoredDocument Take()
    {
        parsed = null;
        return page.Documents[next++];
    }

    // Behind the last one taken, if it is what it was. When it is gone or another now, it may be anywhere, but the others that
    // were taken are still the first ones.
    private int Skipped()
    {
        if (taken == 0)
            return 0;
        for (var i = 0; i < page.Documents.Count; i++)
        {
            if (page.Documents[i].ETag == lastVersion)
                return i + 1;
        }

        return Math.Min(taken - 1, page.Documents.Count);
    }

    private string Place() =>
        !read ? string.Create(CultureInfo.InvariantCulture, $"{start}{Separator}{taken}{Separator}{lastVersion}")
        : start == Ended || (next >= page.Documents.Count && page.Continuation is null) ? $"{Ended}{Separator}0{Separator}"
        : next >= page.Documents.Count ? $"{page.Continuation}{Separator}0{Separator}"
        : next == 0 ? $"{start}{Separator}0{Separator}"
        : string.Create(CultureInfo.InvariantCulture, $"{start}{Separator}{next}{Separator}{page.Documents[next - 1].ETag}");
}
