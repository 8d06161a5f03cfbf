using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>
/// Writes everything that is stored about a user as one JSON object, page by page, so that memory holds one page however
/// much there is. See docs/privacy.md for its form.
/// </summary>
public sealed class UserExport(IDocumentStore store, TimeProvider clock, IdentityClaims claims, PictureShelf pictures)
{
    /// <summary>The version of the export's form.</summary>
    public const int Format = 1;

    private const int BoardsAtOnce = 8;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes the export. Nothing reaches <paramref name="output"/> before the first documents have been read, so that a store
    /// that is away can still be answered for.
    /// </summary>
    public async Task WriteAsync(string userId, Stream output, CancellationToken cancellation = default)
    {
        // A writer on the stream itself would write the rest when it is disposed of, also after a failure.
        var part = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(part, Options);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("exported_at", Timestamps.Write(clock.Now()));
        json.WriteString("user_id", userId);

        json.WriteStartObject("user_data");
        foreach (var kind in ExportedKind.OfUser)
            await WriteKindAsync(json, userId, kind, HandOnAsync, cancellation);
        json.WriteEndObject();

        json.WriteStartObject("identities");
        WriteList(json, ExportedKind.Of<Identity>(), await ReadClaimsAsync(userId, cancellation));
        WriteList(json, ExportedKind.Of<AddressCode>(), await ReadCodesAsync(userId, cancellation));
        json.WriteEndObject();

        json.WriteStartObject("leaderboards");
        WriteList(json, ExportedKind.Of<BoardEntry>(), await ReadEntriesAsync(userId, cancellation));
        json.WriteEndObject();

        json.WriteStartArray("pictures");
        foreach (var name in await pictures.ListAsync(userId, cancellation))
        {
            if (await pictures.ReadAsync(name, cancellation) is not { } picture)
                continue;
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBase64String("webp", picture);
            json.WriteEndObject();
            await HandOnAsync();
        }

        json.WriteEndArray();

        json.WriteEndObject();
        await HandOnAsync();

        async Task HandOnAsync()
        {
            // As fast as the client reads and no faster: this waits while the connection is full.
            await json.FlushAsync(cancellation);
            await output.WriteAsync(part.WrittenMemory, cancellation);
            await output.FlushAsync(cancellation);
            part.ResetWrittenCount();
        }
    }

    private async Task WriteKindAsync(
        Utf8JsonWriter json, string userId, ExportedKind kind, Func<Task> handOnAsync, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, userId, kind.Kind) { Limit = kind.PageSize };
        json.WriteStartArray(Name(kind));
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            foreach (var document in page.Documents)
                ExportWriter.Write(json, document, kind.Type);
            await handOnAsync();
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, ExportedKind kind, IEnumerable<StoredDocument> documents)
    {
        json.WriteStartArray(Name(kind));
        foreach (var document in documents)
            ExportWriter.Write(json, document, kind.Type);
        json.WriteEndArray();
    }

    private async Task<IEnumerable<StoredDocument>> ReadClaimsAsync(string userId, CancellationToken cancellation)
    {
        var ids = (await claims.ListAsync(userId, cancellation)).Select(claim => claim.Id);
        return await ReadAllAsync(ids.Select(id => new DocumentKey(Containers.Identities, id, id)), cancellation);
    }

    private async Task<IEnumerable<StoredDocument>> ReadCodesAsync(string userId, CancellationToken cancellation) =>
        await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is { } account
            ? await ReadAllAsync(AddressCodes.IdsOf(account).Select(id => new DocumentKey(Containers.Identities, id, id)), cancellation)
            : [];

    private async Task<IEnumerable<StoredDocument>> ReadEntriesAsync(string userId, CancellationToken cancellation)
    {
        var weeks = await BoardMember.ReadWeeksAsync(store, userId, new EachByItself("exports"), cancellation);
        return await ReadAllAsync(weeks.Order(), week => ReadEntryAsync(week, userId, cancellation));
    }

    /// <summary>A user's entry. Most boards have one part, so that is looked into before it is asked whether there are others.</summary>
    private async Task<StoredDocument?> ReadEntryAsync(IsoWeek week, string userId, CancellationToken cancellation)
    {
        var first = BoardPart.First(week);
        if (await ReadAsync(first) is { } entry)
            return entry;
        var part = BoardPart.First(week, (await store.ReadHistogramAsync(first, each: null, cancellation)).Parts).Of(userId);
        return part.Index == 0 ? null : await ReadAsync(part);

        ValueTask<StoredDocument?> ReadAsync(BoardPart part) =>
            store.ReadAsync(new DocumentKey(Containers.Leaderboards, part.Name, userId), cancellation);
    }

    private Task<IEnumerable<StoredDocument>> ReadAllAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellation) =>
        ReadAllAsync(keys, key => store.ReadAsync(key, cancellation).AsTask());

    private static async Task<IEnumerable<StoredDocument>> ReadAllAsync<T>(IEnumerable<T> all, Func<T, Task<StoredDocument?>> read)
    {
        var found = new List<StoredDocument>();
        foreach (var some in all.Chunk(BoardsAtOnce))
        {
            foreach (var reading in some.Select(read).ToArray())
            {
                if (await reading is { } document)
                    found.Add(document);
            }
        }

        return found;
    }

    private static string Name(ExportedKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.Kind).Replace('-', '_');
}
