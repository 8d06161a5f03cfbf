using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

public sealed class WeekScoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W48");

    [Fact]
    public void Points_add_up_and_were_reached_with_the_last_of_them()
    {
        var score = WeekScore.None("ann", Week).With([Award(75, Noon.AddHours(1)), Award(50, Noon)]);
        (score.Points, score.ReachedAt, score.Week, score.Id).ShouldBe((125, Noon.AddHours(1), "2026-W48", "score-2026-W48"));

        // An award that comes late, of a time before, does not turn the clock back.
        var late = score.With([Award(10, Noon.AddMinutes(-5))]);
        (late.Points, late.ReachedAt).ShouldBe((135, Noon.AddHours(1)));
        late.With([Award(10, Noon.AddHours(2))]).ReachedAt.ShouldBe(Noon.AddHours(2));
    }

    [Fact]
    public void Totals_count_points_and_challenges()
    {
        var totals = ChallengeTotals.None("ann").With([Award(75, Noon), Award(50, Noon)]).With([Award(5, Noon)]);
        (totals.TotalPoints, totals.ChallengesCompleted).ShouldBe((130, 3));
    }

    private static Award Award(int points, DateTimeOffset at) => new(Guid.NewGuid().ToString("D"), "Focus Sprint", points, at);
}
