using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>How history is written.</summary>
internal static class HistoryJson
{
    private static readonly HistoryJsonTypes Types = new(new JsonSerializerOptions
    {
        // Payloads are JSON within JSON: without this every quote of them would take six characters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    });

    /// <summary>Writes one event.</summary>
    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Types.HistoryEvent);

    /// <summary>Reads one event.</summary>
    public static HistoryEvent ReadEvent(string json) => Read(json, Types.HistoryEvent);

    /// <summary>Writes a turn.</summary>
    public static string Write(Turn turn) => JsonSerializer.Serialize(turn, Types.Turn);

    /// <summary>Reads a turn.</summary>
    public static Turn ReadTurn(string json) => Read(json, Types.Turn);

    /// <summary>Writes a failure.</summary>
    public static string Write(Failure failure) => JsonSerializer.Serialize(failure, Types.Failure);

    /// <summary>Reads a failure.</summary>
    public static Failure ReadFailure(string json) => Read(json, Types.Failure);

    /// <summary>Writes tags; null when there are none.</summary>
    public static string? Write(IReadOnlyDictionary<string, string> tags) =>
        tags.Count == 0 ? null : JsonSerializer.Serialize(tags, Types.IReadOnlyDictionaryStringString);

    /// <summary>Reads tags.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(string json) => Read(json, Types.IReadOnlyDictionaryStringString);

    private static T Read<T>(string json, JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("A stored history holds null.");
}

[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(Turn))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJsonTypes : JsonSerializerContext;
