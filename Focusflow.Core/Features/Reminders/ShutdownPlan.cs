using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// When a user is next reminded to shut down. There only while the user wants to be reminded and works on some day of the
/// week; written in every transaction that changes what it follows from.
/// </summary>
public sealed record ShutdownPlan : UserDocument, IDocument<ShutdownPlan>
{
    /// <summary>The id in every user's partition.</summary>
    public const string FixedId = "shutdown-plan";

    /// <inheritdoc/>
    public static string KindName => "shutdownPlan";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ShutdownPlan> JsonType => ReminderStorageJson.Default.ShutdownPlan;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The user's day that the reminder is for, <c>yyyy-MM-dd</c>.</summary>
    public required string Day { get; init; }

    /// <summary>The instant; also what the sweeper's query asks for.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The plan for a time.</summary>
    public static ShutdownPlan Of(string userId, PlannedShutdown time) =>
        new() { Id = FixedId, UserId = userId, Day = DayText.Write(time.Day), DueAt = time.At };
}

/// <summary>A time to shut down.</summary>
/// <param name="Day">The user's day.</param>
/// <param name="At">The instant.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlannedShutdown(LocalDate Day, DateTimeOffset At);

/// <summary>How plans of reminders are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(ShutdownPlan))]
[JsonSerializable(typeof(ReviewPlan))]
internal sealed partial class ReminderStorageJson : JsonSerializerContext;
