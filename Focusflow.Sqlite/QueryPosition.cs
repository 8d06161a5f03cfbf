using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>Where a page ended: the last document's place in the order of its query.</summary>
/// <param name="Key">The value sorted by, a <see cref="string"/> or <see cref="long"/>; null without a sort.</param>
/// <param name="Tie">The value of <see cref="QueryOrder.Tie"/>: the id, or the document's number.</param>
internal sealed record QueryPosition(object? Key, object Tie)
{
    public string Wrap(DocumentQuery query) => QueryContinuation.Wrap(
        query,
        JsonSerializer.SerializeToUtf8Bytes(
            new Stored(Key as string, Key as long?, Tie as string, Tie as long?), QueryPositionJson.Default.Stored));

    /// <summary>The position that the query's continuation holds, or null for a first page.</summary>
    public static QueryPosition? Of(DocumentQuery query, QueryOrder order)
    {
        if (query.Continuation is null)
            return null;
        var stored = Read(QueryContinuation.Unwrap(query));
        var key = (object?)stored.Text ?? stored.Number;
        return (order.ById ? stored.Id : (object?)stored.Doc) is { } tie && order.Key is null == key is null
            ? new QueryPosition(key, tie)
            : throw new InvalidContinuationException();
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

    internal sealed record Stored(string? Text, long? Number, string? Id, long? Doc);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueryPosition.Stored))]
internal sealed partial class QueryPositionJson : JsonSerializerContext;
