using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Storage;

namespace Focusflow.Cosmos;

/// <summary>Documents as Cosmos DB holds them: ours, plus <c>ttl</c> and the service's own properties (<c>_etag</c>, ...).</summary>
internal static class CosmosJson
{
    /// <summary>Puts the lifetime into a document's JSON, where Cosmos DB looks for it.</summary>
    public static ReadOnlyMemory<byte> WithTimeToLive(ReadOnlyMemory<byte> json, TimeSpan? timeToLive)
    {
        if (timeToLive is not { } lives)
            return json;

        var open = json.Span.IndexOf((byte)'{') + 1;
        var rest = json.Span[open..];
        var isEmpty = rest.TrimStart(" \t\r\n"u8).StartsWith("}"u8);
        var property = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"ttl\":{(long)lives.TotalSeconds}{(isEmpty ? "" : ",")}"));
        var written = new byte[json.Length + property.Length];
        json.Span[..open].CopyTo(written);
        property.CopyTo(written, open);
        rest.CopyTo(written.AsSpan(open + property.Length));
        return written;
    }

    /// <summary>The document of a point read's answer.</summary>
    public static StoredDocument Document(ReadOnlyMemory<byte> json, string partitionKey)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return Document(ref reader, json, partitionKey);
    }

    /// <summary>The documents of a page's answer: <c>{"_rid":"...","Documents":[...],"_count":2}</c>.</summary>
    public static void AddDocuments(ReadOnlyMemory<byte> page, string partitionKey, List<StoredDocument> documents)
    {
        var reader = new Utf8JsonReader(page.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("Documents"u8);
            reader.Read();
            if (!wanted)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                documents.Add(Document(ref reader, page, partitionKey));
        }
    }

    /// <summary>All bytes of an answer.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(Stream content, CancellationToken cancellation)
    {
        using var copy = new MemoryStream(content.CanSeek ? (int)content.Length : 1024);
        await content.CopyToAsync(copy, cancellation);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static StoredDocument Document(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, string partitionKey)
    {
        string? id = null, partition = null, kind = null, etag = null;
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isPartition = reader.ValueTextEquals(partitionKey);
            var isKind = reader.ValueTextEquals("kind"u8);
            var isETag = reader.ValueTextEquals("_etag"u8);
            reader.Read();
            if (isId)
                id = reader.GetString();
            if (isPartition)
                partition = reader.GetString();
            if (isKind)
                kind = reader.GetString();
            if (isETag)
                etag = reader.GetString();
            reader.Skip();
        }

        return id is null || partition is null || kind is null || etag is null
            ? throw new InvalidOperationException("Cosmos DB answered a document without id, partition key, kind or etag.")
            : new StoredDocument(id, partition, kind, Unquoted(etag), json[start..(int)reader.BytesConsumed]);
    }

    /// <summary>An etag without the quotes that HTTP puts around it.</summary>
    public static string Unquoted(string etag) => etag.Trim('"');
}
