using System.Text.Json.Serialization;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>What a part of a board holds once, besides the entries of its users.</summary>
public abstract record BoardSummary : BoardDocument
{
    /// <summary>How many parts the board has, the same in all of them and for good; null: one.</summary>
    public int? Parts { get; init; }

    /// <summary>
    /// Of a board in parts more than two years: an entry may be changed for a year and lives a year after that, and without the first
    /// part nobody can tell where it is.
    /// </summary>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => Parts is null ? base.TimeToLive : TimeSpan.FromDays(800);

    /// <summary>What <see cref="Parts"/> says in the documents of a part.</summary>
    protected static int? PartsOf(BoardPart part) => part.Count == 1 ? null : part.Count;
}
