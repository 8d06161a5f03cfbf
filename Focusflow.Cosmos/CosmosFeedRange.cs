using System.Globalization;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>
/// Parts of a change feed. The SDK's continuation is a list of ranges of hashed partition keys, each with how far it was read; when
/// the service splits a physical partition, the SDK splits the entry. So does this when several are to read: the position of a range
/// is that of any part of it. What it does not know how to take apart stays whole.
/// </summary>
internal static class CosmosFeedRange
{
    private const string Start = "start";
    private const int Digits = 16;
    private const string End = "FF";

    // Hashes (version 2) have their first two bits cleared.
    private const ulong AfterLast = 0x4000_0000_0000_0000;

    /// <summary>Where a checkpoint says that reading begins.</summary>
    public static ChangeFeedStartFrom From(string json) =>
        JsonNode.Parse(json) is JsonObject token && token[Start] is JsonValue start
            ? ChangeFeedStartFrom.Beginning(FeedRange.FromJsonString(start.GetValue<string>()))
            : ChangeFeedStartFrom.ContinuationToken(json);

    /// <summary>The beginnings of ranges; a single one is halved.</summary>
    public static IReadOnlyList<string> Split(IReadOnlyList<FeedRange> ranges)
    {
        if (ranges.Count != 1)
            return [.. ranges.Select(range => Beginning(range.ToJsonString()))];
        if (JsonNode.Parse(ranges[0].ToJsonString()) is not JsonObject json || json["Range"] is not JsonObject bounds || Halve(bounds) is not { } halves)
            return [];
        return [.. halves.Select(half => Beginning(new JsonObject { ["Range"] = half.DeepClone() }.ToJsonString()))];
    }

    /// <summary>Splits a checkpoint: a list of several ranges in the middle, a single range by halves.</summary>
    public static IReadOnlyList<string> Split(string json)
    {
        var token = JsonNode.Parse(json) as JsonObject;
        if (token?[Start] is JsonValue start)
            return Split([FeedRange.FromJsonString(start.GetValue<string>())]);
        if (token?["Continuation"] is not JsonArray { Count: > 0 } entries)
            return [];
        if (entries.Count > 1)
            return [With(entries.Take(entries.Count / 2)), With(entries.Skip(entries.Count / 2))];
        if (entries[0]?["FeedRange"]?["value"] is not JsonObject bounds || Halve(bounds) is not { } halves)
            return [];
        return [.. halves.Select(half =>
        {
            var entry = entries[0]!.DeepClone();
            entry["FeedRange"]!["value"] = half.DeepClone();
            return With([entry]);
        })];

        string With(IEnumerable<JsonNode?> some)
        {
            var part = token.DeepClone();
            part["Continuation"] = new JsonArray([.. some.Select(entry => entry!.DeepClone())]);
            return part.ToJsonString();
        }
    }

    private static string Beginning(string range) => new JsonObject { [Start] = range }.ToJsonString();

    private static JsonObject[]? Halve(JsonObject bounds)
    {
        if (bounds["min"]?.GetValue<string>() is not { } min || bounds["max"]?.GetValue<string>() is not { } max
            || !TryRead(min, out var from) || !TryRead(max, out var before))
        {
            return null;
        }

        var middle = from + ((before - from) / 2);
        if (middle <= from || middle >= before)
            return null;
        var (low, high) = ((JsonObject)bounds.DeepClone(), (JsonObject)bounds.DeepClone());
        var text = middle.ToString("X16", CultureInfo.InvariantCulture).PadRight(2 * Digits, '0');
        (low["max"], high["min"]) = (text, text);
        return [low, high];
    }

    private static bool TryRead(string bound, out ulong value)
    {
        if (bound == End)
        {
            value = AfterLast;
            return true;
        }

        var digits = bound.Length > Digits ? bound[..Digits] : bound.PadRight(Digits, '0');
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value < AfterLast;
    }
}
