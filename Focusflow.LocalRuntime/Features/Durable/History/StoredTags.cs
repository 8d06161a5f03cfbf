using System.Collections.Immutable;
using System.Text.Json;

namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>How the tags of an instance are stored.</summary>
internal static class StoredTags
{
    /// <summary>Writes tags; null when there are none.</summary>
    public static string? Write(IReadOnlyDictionary<string, string>? tags) => tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null;

    /// <summary>Reads tags; none from null.</summary>
    public static IReadOnlyDictionary<string, string> Read(string? stored) =>
        stored is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(stored)!;
}
