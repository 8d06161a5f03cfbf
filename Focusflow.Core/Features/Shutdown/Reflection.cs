using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>How a user ended a day. There is one a day: sending another one replaces it under the same ids.</summary>
public sealed record Reflection : UserDocument, IDocument<Reflection>
{
    /// <inheritdoc/>
    public static string KindName => "reflection";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<Reflection> JsonType => ShutdownJson.Default.Reflection;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The id that clients see; the document's own id is made from the day.</summary>
    public required string ReflectionId { get; init; }

    /// <summary>The user's day it closes, <c>yyyy-MM-dd</c>, in the zone of that moment.</summary>
    public required string Day { get; init; }

    /// <summary>One of <see cref="ReflectionFields.Ratings"/>.</summary>
    public required string ProductivityRating { get; init; }

    /// <summary>What the user wrote, or null.</summary>
    public string? ReflectionNote { get; init; }

    /// <summary>The check-list for letting go of work, as the client has it.</summary>
    public IReadOnlyList<bool> MindfulDisconnectCompleted { get; init; } = [];

    /// <summary>The work session it ended, if the client named one.</summary>
    public string? SessionId { get; init; }

    /// <summary>When the day's first reflection was sent.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this one was sent; may lie after the end of the day.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The moment of the day it stands for: when it was sent, or the day's last moment if that was later.</summary>
    public required DateTimeOffset ShutdownDate { get; init; }

    /// <summary>When work ended, in minutes from the day's midnight; over 1,440 after the next. Null when no reflection of the day told.</summary>
    public int? ShutdownMinutes { get; init; }

    /// <summary>The document's id for a day, such as <c>reflection-2025-09-26</c>.</summary>
    public static string IdOf(LocalDate day) => "reflection-" + DayText.Write(day);
}

/// <summary>How the documents of the shutdown ritual are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Reflection))]
[JsonSerializable(typeof(ShutdownDays))]
internal sealed partial class ShutdownJson : JsonSerializerContext;
