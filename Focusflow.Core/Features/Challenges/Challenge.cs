using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>
/// A challenge of the catalogue. The catalogue is data: an operator adds a document, and after a minute it is offered. See
/// docs/challenges.md.
/// </summary>
public sealed record Challenge : Document, IDocument<Challenge>
{
    /// <summary>The partition that holds the whole catalogue.</summary>
    public const string Partition = "default";

    /// <inheritdoc/>
    public static string KindName => "challenge";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Challenges;

    /// <inheritdoc/>
    public static JsonTypeInfo<Challenge> JsonType => ChallengesJson.Default.Challenge;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The partition.</summary>
    public string Catalogue { get; init; } = Partition;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What to do.</summary>
    public required string Description { get; init; }

    /// <summary>What completing it is worth.</summary>
    public required int Points { get; init; }

    /// <summary>What counts: one of <see cref="ChallengeType"/>.</summary>
    public required string ChallengeType { get; init; }

    /// <summary>How often it must be done.</summary>
    public required int TargetValue { get; init; }

    /// <summary>For how many days progress counts, the day of joining included, at most to the end of the week.</summary>
    public int DurationDays { get; init; } = 7;

    /// <summary>Whether it is offered at all.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether it is offered every week.</summary>
    public bool IsWeekly { get; init; } = true;

    /// <summary>For shutdown challenges: the local time before which the day must be closed, <c>HH:mm</c>; null for any time.</summary>
    public string? TimeLimit { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether users can join it now.</summary>
    [JsonIgnore]
    public bool IsOffered => IsActive && IsWeekly;
}

/// <summary>What a challenge counts. Other values are shown, but nothing counts for them.</summary>
public static class ChallengeType
{
    /// <summary>Days closed with a reflection.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>Focus sessions completed.</summary>
    public const string Focus = "focus";

    /// <summary>Tasks completed.</summary>
    public const string Task = "task";

    /// <summary>Work sessions with a break.</summary>
    public const string Break = "break";
}
