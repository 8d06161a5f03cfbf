using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>Where a page ended: the last document's place in the order of its query.</summary>
/// <param name="Key">The value sorted by, a <see cref="string"/> or <see cref="long"/>; null without a sort.</param>
/// <param name="Partition">The partition; says nothing unless the query goes across them.</param>
/// <param name="Id">The id.</param>
internal sealed record QueryPosition(object? Key, string Partition, string Id)
{
    public string Wrap(DocumentQuery query)
    {
        var stored = new Stored(Key as string, Key as long?, query.Partition is null ? Partition : null, Id);
        return QueryContinuation.Wrap(query, JsonSerializer.SerializeToUtf8Bytes(stored, QueryPositionJson.Default.Stored));
    }

    /// <summary>The position that the query's continuation holds, or null for a first page.</summary>
    public static QueryPosition? Of(DocumentQuery query, bool sorted)
    {
        if (query.Continuation is null)
            return null;
        var stored = Read(QueryContinuation.Unwrap(query));
        var key = (object?)stored.Text ?? stored.Number;
        return sorted == key is not null ? new QueryPosition(key, stored.Partition ?? "", stored.Id) : throw new InvalidContinuationException();
    }

    private static Stored Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, QueryPositionJson.Default.Stored) ?? throw new InvalidContinuationException();
        }
        catch (JsonException error)
        {
            throw new InvalidContinuationException(error);
        }
    }

    internal sealed record Stored(string? Text, long? Number, string? Partition, string Id);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueryPosition.Stored))]
internal sealed partial class QueryPositionJson : JsonSerializerContext;
