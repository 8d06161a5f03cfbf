namespace Focusflow.Core.Features.Leaderboard;

/// <summary>How boards are spread.</summary>
/// <param name="ParticipantsPerPart">A board of more is followed by one of several parts, the next week.</param>
public sealed record BoardRules(int ParticipantsPerPart)
{
    /// <summary>The most parts: a board is read from all of them, and no more than so many ranges of the feed are followed at once.</summary>
    public const int MostParts = 32;

    /// <summary>A hundred thousand.</summary>
    public static BoardRules Default { get; } = new(100_000);

    /// <summary>How many parts a board has after one with so many participants.</summary>
    public int PartsAfter(int participants) =>
        (int)Math.Clamp(((long)participants + ParticipantsPerPart - 1) / ParticipantsPerPart, 1, MostParts);
}
