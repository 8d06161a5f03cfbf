using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>How many users have joined each challenge this week, and the first ones whom others may see.</summary>
public sealed record BoardParticipants : BoardSummary, IDocument<BoardParticipants>
{
    /// <summary>The id on every board.</summary>
    public const string FixedId = "participants";

    /// <summary>
    /// Three to show, and one more because a reader who has just left is taken out. With fewer, these are all whom others may see.
    /// </summary>
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
    public static BoardParticipants Empty(BoardPart part) => new() { Id = FixedId, Board = part.Name, Parts = PartsOf(part) };

    /// <summary>Who has joined a challenge, by all parts of a board.</summary>
    public static ChallengeCrowd Of(IReadOnlyList<BoardParticipants> parts, string challengeId) => parts is [var whole]
        ? whole.Of(challengeId)
        : new ChallengeCrowd(
            parts.Sum(part => part.Of(challengeId).Count),
            LeadingList.Merge(parts.SelectMany(part => part.Of(challengeId).First), Capacity, static _ => false, [], static joiner => joiner.Order()));

    /// <summary>Who has joined a challenge.</summary>
    public ChallengeCrowd Of(string challengeId) => Challenges.GetValueOrDefault(challengeId) ?? ChallengeCrowd.Nobody;
}

/// <summary>The first users in a challenge as the board sees them.</summary>
internal static class FirstJoiners
{
    /// <summary>The sort key: earlier joined first.</summary>
    public static string Order(this FirstJoiner joiner) => BoardEntry.JoinOrderOf(visible: true, joiner.JoinedAt, joiner.UserId);

    /// <summary>The user of an entry as a joiner of a challenge, or null when others may not see it or it has not joined.</summary>
    public static FirstJoiner? Of(BoardEntry? entry, string challengeId) =>
        entry is { Visible: true } && entry.Joined.TryGetValue(challengeId, out var at)
            ? new FirstJoiner(entry.Id, entry.Avatar, at)
            : null;
}
