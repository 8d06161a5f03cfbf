using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>
/// The counters that answers carry twice: under the name of the requirements, and under the one that existing clients read and
/// break without. A context marked with <see cref="BothSpellingsAttribute"/> writes both.
/// </summary>
internal static class Spellings
{
    private static readonly Dictionary<string, string> Twins = new(StringComparer.Ordinal)
    {
        ["joined_count"] = "joinedCount",
        ["joined_avatars"] = "joinedAvatars",
        ["is_current_user"] = "isCurrentUser",
        ["total_points"] = "totalPoints",
        ["challenges_done"] = "challengesDone",
        ["shutdown_streak"] = "shutdownStreak",
        ["avg_shutdown_time"] = "avgShutdownTime",
    };

    private static readonly ConcurrentDictionary<JsonSerializerContext, JsonSerializerOptions> OptionsOf = new();

    /// <summary>How a context writes a type that it knows.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerContext context) => (JsonTypeInfo<T>)Of(context, typeof(T))!;

    /// <summary>How a context writes a type, or null when it does not know it.</summary>
    public static JsonTypeInfo? Of(JsonSerializerContext context, Type type)
    {
        if (!context.GetType().IsDefined(typeof(BothSpellingsAttribute), inherit: false))
            return context.GetTypeInfo(type);
        var options = OptionsOf.GetOrAdd(context, static one => new JsonSerializerOptions(one.Options)
        {
            TypeInfoResolver = one.WithAddedModifier(AddTwins),
        });
        return options.TryGetTypeInfo(type, out var written) ? written : null;
    }

    private static void AddTwins(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (!Twins.TryGetValue(property.Name, out var name))
                continue;
            var twin = type.CreateJsonPropertyInfo(property.PropertyType, name);
            twin.Get = property.Get;
            twin.IsGetNullable = property.IsGetNullable;
            type.Properties.Insert(i + 1, twin);

            // Nothing is read back; a constructor would not know which of the two belongs to its parameter.
            type.CreateObject = static () => throw new NotSupportedException();
        }
    }
}

/// <summary>Marks a JSON context that writes some counters in both spellings that clients read.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BothSpellingsAttribute : Attribute;
