using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>How many users have joined each challenge this week, and the first ones whom others may see.</summary>
public sealed record BoardParticipants : BoardDocument, IDocument<BoardParticipants>
{
    /// <summary>The id on every board.</summary>
    public const string FixedId = "participants";

    /// <summary>Three to show, and one more because a reader who has just left is taken out.</summary>
    public const int Capacity = 4;

    /// <inheritdoc/>
    public static string KindName => "boardParticipants";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Leaderboards;

    /// <inheritdoc/>
    public static JsonTypeInfo<BoardParticipants> JsonType => BoardJson.Default.BoardParticipants;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>By challenge.</summary>
    public IReadOnlyDictionary<string, ChallengeCrowd> Challenges { get; init; } =
        new Dictionary<string, ChallengeCrowd>(StringComparer.Ordinal);

    /// <summary>A week in which nobody has joined anything.</summary>
    public static BoardParticipants Empty(string board) => new() { Id = FixedId, Board = board };

    /// <summary>Who has joined a challenge.</summary>
    public ChallengeCrowd Of(string challengeId) => Challenges.GetValueOrDefault(challengeId) ?? ChallengeCrowd.Nobody;
}

/// <summary>Who has joined a challenge.</summary>
/// <param name="Count">How many, also those whom others may not see.</param>
/// <param name="First">The first ones whom others may see, earliest first. With fewer than the capacity these are all of them.</param>
public sealed record ChallengeCrowd(int Count, IReadOnlyList<FirstJoiner> First)
{
    /// <summary>Nobody.</summary>
    public static ChallengeCrowd Nobody { get; } = new(0, []);
}

/// <summary>One of the first users in a challenge.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Avatar">The avatar others see.</param>
/// <param name="JoinedAt">When the user joined.</param>
public sealed record FirstJoiner(string UserId, string Avatar, DateTimeOffset JoinedAt)
{
    /// <summary>The sort key: earlier joined first.</summary>
    public string Order() => BoardEntry.JoinOrderOf(visible: true, JoinedAt, UserId);

    /// <summary>The user of an entry as a joiner of a challenge, or null when others may not see it or it has not joined.</summary>
    public static FirstJoiner? Of(BoardEntry? entry, string challengeId) =>
        entry is { Visible: true } && entry.Joined.TryGetValue(challengeId, out var at)
            ? new FirstJoiner(entry.Id, entry.Avatar, at)
            : null;
}
