using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>A user's points of one week, written in the transaction that earned them. There is none without points.</summary>
public sealed record WeekScore : UserDocument, IDocument<WeekScore>
{
    /// <inheritdoc/>
    public static string KindName => "weekScore";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<WeekScore> JsonType => ChallengesJson.Default.WeekScore;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The week, such as <c>2026-W47</c>.</summary>
    public required string Week { get; init; }

    /// <summary>The points; they only grow.</summary>
    public int Points { get; init; }

    /// <summary>When they reached what they are; of equal points the earlier comes first.</summary>
    public DateTimeOffset ReachedAt { get; init; }

    /// <summary>The rank when the week was over, or null before.</summary>
    public int? FinalRank { get; init; }

    /// <summary>How many users had a rank when the week was over.</summary>
    public int? RankedUsers { get; init; }

    /// <summary>A week without points.</summary>
    public static WeekScore None(string userId, IsoWeek week) => new() { Id = IdOf(week), UserId = userId, Week = week.ToString() };

    /// <summary>The points after completing challenges.</summary>
    public WeekScore With(IReadOnlyList<Award> awards)
    {
        var reached = awards.Max(award => award.At);
        return this with
        {
            Points = Points + awards.Sum(award => award.Points),
            ReachedAt = reached > ReachedAt ? reached : ReachedAt,
        };
    }

    /// <summary>The document's id for a week, such as <c>score-2026-W47</c>.</summary>
    public static string IdOf(IsoWeek week) => $"score-{week}";
}

/// <summary>A user's points and completed challenges of all time.</summary>
public sealed record ChallengeTotals : UserDocument, IDocument<ChallengeTotals>
{
    /// <summary>The id in every user's partition.</summary>
    public const string FixedId = "challenge-totals";

    /// <inheritdoc/>
    public static string KindName => "challengeTotals";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ChallengeTotals> JsonType => ChallengesJson.Default.ChallengeTotals;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>All points ever earned.</summary>
    public int TotalPoints { get; init; }

    /// <summary>How many challenges were completed; the same one in another week counts again.</summary>
    public int ChallengesCompleted { get; init; }

    /// <summary>The totals after completing challenges.</summary>
    public ChallengeTotals With(IReadOnlyList<Award> awards) => this with
    {
        TotalPoints = TotalPoints + awards.Sum(award => award.Points),
        ChallengesCompleted = ChallengesCompleted + awards.Count,
    };

    /// <summary>Nothing yet.</summary>
    public static ChallengeTotals None(string userId) => new() { Id = FixedId, UserId = userId };
}
