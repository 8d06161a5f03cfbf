using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>
/// All that a user does for challenges in one week of the user's own days. One document, so that whatever may count costs one read, and what
/// counts is written in the transaction of its cause.
/// </summary>
public sealed record ChallengeWeek : UserDocument, IDocument<ChallengeWeek>
{
    /// <inheritdoc/>
    public static string KindName => "challengeWeek";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ChallengeWeek> JsonType => ChallengesJson.Default.ChallengeWeek;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The week, such as <c>2026-W47</c>.</summary>
    public required string Week { get; init; }

    /// <summary>The challenges joined this week, also those left again, in the order of joining first.</summary>
    public IReadOnlyList<Participation> Participations { get; init; } = [];

    /// <summary>A user's week before anything was joined.</summary>
    public static ChallengeWeek Empty(string userId, IsoWeek week) =>
        new() { Id = IdOf(week), UserId = userId, Week = week.ToString() };

    /// <summary>The document's id for a week, such as <c>challenge-week-2026-W47</c>.</summary>
    public static string IdOf(IsoWeek week) => $"challenge-week-{week}";

    /// <summary>The participation in a challenge, also one left again, or null.</summary>
    public Participation? Find(string challengeId) => Participations.FirstOrDefault(one => one.ChallengeId == challengeId);

    /// <summary>The participation in a challenge that was not left, or null.</summary>
    public Participation? FindJoined(string challengeId) => Find(challengeId) is { HasLeft: false } joined ? joined : null;

    internal ChallengeWeek With(Participation changed) => this with
    {
        Participations = Find(changed.ChallengeId) is { } known
            ? [.. Participations.Select(one => ReferenceEquals(one, known) ? changed : one)]
            : [.. Participations, changed],
    };
}

/// <summary>A user taking part in a challenge in one week, on the terms of the moment of joining.</summary>
public sealed record Participation
{
    /// <summary>The challenge.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>Its name when joined.</summary>
    public required string Name { get; init; }

    /// <summary>What counts.</summary>
    public required string ChallengeType { get; init; }

    /// <summary>How often it must be done.</summary>
    public required int Target { get; init; }

    /// <summary>What completing it is worth.</summary>
    public required int Points { get; init; }

    /// <summary>The local time limit of shutdown challenges, <c>HH:mm</c>, or null.</summary>
    public string? TimeLimit { get; init; }

    /// <summary>From when on things count.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>The last day of the user that counts, <c>yyyy-MM-dd</c>; null for the last of the week.</summary>
    public string? LastDay { get; init; }

    /// <summary>When it was left, or null.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>0 to <see cref="Target"/>.</summary>
    public int Progress { get; init; }

    /// <summary>When the target was reached, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The points earned; they stay also after leaving.</summary>
    public int PointsEarned { get; init; }

    /// <summary>The keys of what was counted, so that nothing counts twice, not even after leaving and joining again.</summary>
    public IReadOnlyList<string> Counted { get; init; } = [];

    /// <summary>Whether it was left.</summary>
    [JsonIgnore]
    public bool HasLeft => LeftAt is not null;

    /// <summary>Whether the target was reached.</summary>
    [JsonIgnore]
    public bool IsCompleted => CompletedAt is not null;

    /// <summary>The status of one whose target was reached.</summary>
    public const string Completed = "completed";

    /// <summary>The status of one whose target was not reached yet.</summary>
    public const string InProgress = "in_progress";

    /// <summary>The status as clients know it.</summary>
    [JsonIgnore]
    public string Status => IsCompleted ? Completed : InProgress;
}
