using System.Globalization;
using System.Text.Json;
using Focusflow.LocalRuntime.Features.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>Writes orchestrations in the JSON of the durable extension.</summary>
internal static class DurableJson
{
    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        write(json);
        await json.FlushAsync(http.RequestAborted);
    }

    public static void Instances(Utf8JsonWriter json, IEnumerable<OrchestrationMetadata> instances, bool showInput)
    {
        json.WriteStartArray();
        foreach (var instance in instances)
            Instance(json, instance, showInput, history: null);
        json.WriteEndArray();
    }

    public static void Instance(Utf8JsonWriter json, OrchestrationMetadata instance, bool showInput, IReadOnlyList<DurableHistoryEntry>? history)
    {
        json.WriteStartObject();
        json.WriteString("name", instance.Name);
        json.WriteString("instanceId", instance.InstanceId);
        json.WriteString("runtimeStatus", instance.RuntimeStatus.ToString());
        Raw(json, "input", showInput ? instance.SerializedInput : null);
        Raw(json, "customStatus", instance.SerializedCustomStatus);
        if (instance.FailureDetails is { } failure)
            json.WriteString("output", $"{failure.ErrorType}: {failure.ErrorMessage}");
        else
            Raw(json, "output", instance.SerializedOutput);
        json.WriteString("createdTime", Instant(instance.CreatedAt));
        json.WriteString("lastUpdatedTime", Instant(instance.LastUpdatedAt));
        if (history is not null)
            History(json, history);
        json.WriteEndObject();
    }

    /// <summary>What came of each call, with when it was made, rather than call and answer apart.</summary>
    private static void History(Utf8JsonWriter json, IReadOnlyList<DurableHistoryEntry> history)
    {
        var calls = history.Where(entry => entry.EventId >= 0).GroupBy(entry => entry.EventId).ToDictionary(same => same.Key, same => same.Last());
        json.WriteStartArray("historyEvents");
        foreach (var entry in history.Where(entry => entry.EventType != "OrchestratorStarted" && (entry.EventId < 0 || entry.EventType == "EventSent")))
        {
            var call = entry.TaskScheduledId is { } id ? calls.GetValueOrDefault(id) : null;
            json.WriteStartObject();
            json.WriteString("EventType", entry.EventType);
            if ((entry.Name ?? call?.Name) is { } name)
                json.WriteString(entry.EventType is "EventRaised" or "EventSent" ? "Name" : "FunctionName", name);
            if (call?.FireAt is { } fireAt)
                json.WriteString("FireAt", fireAt.UtcDateTime);
            else if (call is not null)
                json.WriteString("ScheduledTime", call.Timestamp.UtcDateTime);
            if (entry.Input is not null)
                Raw(json, "Input", entry.Input);
            if (entry.Result is not null)
                Raw(json, "Result", entry.Result);
            json.WriteString("Timestamp", entry.Timestamp.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Puts in what is JSON already; what is not (the message of a failure) as text.</summary>
    private static void Raw(Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        if (string.IsNullOrEmpty(value))
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            using var parsed = JsonDocument.Parse(value);
            parsed.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(value);
        }
    }

    // Whole seconds, as the extension writes them.
    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
