using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Cosmos;

/// <summary>
/// Documents as Cosmos DB holds them: ours, plus <c>ttl</c> and the service's own properties (<c>_etag</c>, ...). Those do
/// not leave the adapter, unless the service puts them between ours.
/// </summary>
internal static class CosmosJson
{
    /// <summary>Puts the lifetime into a document's JSON, as its last property.</summary>
    public static ReadOnlyMemory<byte> WithTimeToLive(ReadOnlyMemory<byte> json, TimeSpan? timeToLive)
    {
        if (timeToLive is not { } lives)
            return json;

        var ours = json.Span[..json.Span.LastIndexOf((byte)'}')].TrimEnd(" \t\r\n"u8);
        var comma = ours.EndsWith("{"u8) ? "" : ",";
        var end = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{comma}\"ttl\":{(long)lives.TotalSeconds}}}"));
        return (byte[])[.. ours, .. end];
    }

    /// <summary>The document of a point read's answer.</summary>
    public static StoredDocument Document(Memory<byte> json, string partitionKey)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return Document(ref reader, json, partitionKey);
    }

    /// <summary>The documents of a page's answer: <c>{"_rid":"...","Documents":[...],"_count":2}</c>.</summary>
    public static void AddDocuments(Memory<byte> page, string partitionKey, List<StoredDocument> documents)
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
    public static async ValueTask<Memory<byte>> ReadAllAsync(Stream content, CancellationToken cancellation)
    {
        using var copy = new MemoryStream(content.CanSeek ? (int)content.Length : 1024);
        await content.CopyToAsync(copy, cancellation);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static StoredDocument Document(ref Utf8JsonReader reader, Memory<byte> json, string partitionKey)
    {
        string? id = null, partition = null, kind = null, etag = null;
        var start = (int)reader.TokenStartIndex;
        var ours = start + 1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isPartition = reader.ValueTextEquals(partitionKey);
            var isKind = reader.ValueTextEquals("kind"u8);
            var isETag = reader.ValueTextEquals("_etag"u8);
            var isTheirs = IsTheirs(reader);
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
            if (!isTheirs)
                ours = (int)reader.BytesConsumed;
        }

        // What the service adds comes after what we wrote: the document ends where it begins.
        json.Span[ours] = (byte)'}';
        return id is null || partition is null || kind is null || etag is null
            ? throw new InvalidOperationException("Cosmos DB answered a document without id, partition key, kind or etag.")
            : new StoredDocument(id, partition, kind, Unquoted(etag), json[start..(ours + 1)]);
    }

    private static bool IsTheirs(in Utf8JsonReader property) =>
        property.ValueSpan is [(byte)'_', ..] or [(byte)'t', (byte)'t', (byte)'l'];

    /// <summary>An etag without the quotes that HTTP puts around it.</summary>
    public static string Unquoted(string etag) => etag.Trim('"');
}
