using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// When a user's next weekly review is mailed. There only while the user wants it and can be mailed; written in every transaction
/// that changes what it follows from.
/// </summary>
public sealed record ReviewPlan : UserDocument, IDocument<ReviewPlan>
{
    /// <summary>The id in every user's partition.</summary>
    public const string FixedId = "review-plan";

    /// <inheritdoc/>
    public static string KindName => "reviewPlan";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ReviewPlan> JsonType => ReminderStorageJson.Default.ReviewPlan;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The week that it looks back on, such as <c>2026-W47</c>.</summary>
    public required string Week { get; init; }

    /// <summary>The instant; also what the sweeper's query asks for.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The plan for a time.</summary>
    public static ReviewPlan Of(string userId, PlannedReview time) =>
        new() { Id = FixedId, UserId = userId, Week = time.Week.ToString(), DueAt = time.At };
}

/// <summary>A time to look back on a week.</summary>
/// <param name="Week">The week.</param>
/// <param name="At">The instant.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlannedReview(IsoWeek Week, DateTimeOffset At);
