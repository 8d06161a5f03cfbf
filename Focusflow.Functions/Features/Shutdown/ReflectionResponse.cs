using System.Text.Json.Serialization;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Functions.Features.Shutdown;

/// <summary>A reflection as clients see it.</summary>
/// <param name="Id">Its id; a reflection that replaces another one keeps it.</param>
/// <param name="ProductivityRating">great, good, okay or tough.</param>
/// <param name="ReflectionNote">What the user wrote, or null.</param>
/// <param name="MindfulDisconnectCompleted">The check-list.</param>
/// <param name="CreatedAt">When the first reflection of the day was sent.</param>
/// <param name="ShutdownDate">The moment of the day that this one stands for.</param>
public sealed record ReflectionResponse(
    string Id,
    [property: Words(typeof(ReflectionFields), nameof(ReflectionFields.Ratings))] string ProductivityRating,
    string? ReflectionNote,
    IReadOnlyList<bool> MindfulDisconnectCompleted,
    DateTimeOffset CreatedAt,
    DateTimeOffset ShutdownDate)
{
    /// <summary>A reflection as it is stored.</summary>
    public static ReflectionResponse Of(Reflection reflection) => new(
        reflection.ReflectionId,
        reflection.ProductivityRating,
        reflection.ReflectionNote,
        reflection.MindfulDisconnectCompleted,
        reflection.CreatedAt,
        reflection.ShutdownDate);
}

/// <summary>How reflections are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(ReflectionResponse))]
[JsonSerializable(typeof(IEnumerable<ReflectionResponse>))]
public sealed partial class ReflectionJson : JsonSerializerContext;

/// <summary>How the summary is answered: the one answer in camelCase, as the frontend has it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShutdownSummary))]
public sealed partial class ShutdownSummaryJson : JsonSerializerContext;
