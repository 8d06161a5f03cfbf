using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Challenges;

/// <summary>How causes become progress and progress becomes points. Pure: state and cause in, state and awards out.</summary>
public static class ChallengeProgress
{
    // Only bounds the document of somebody who joins and leaves for ever; what a target needs is always kept.
    private const int MostCounted = 500;

    /// <summary>
    /// Counts a cause in every participation that wants it. The state that comes back is the very same object when it
    /// counts nowhere, so that nothing needs to be written.
    /// </summary>
    public static ChallengeStep Apply(ChallengeWeek week, ChallengeCause cause)
    {
        var step = new ChallengeStep(week, []);
        foreach (var one in week.Participations)
        {
            if (Wants(one, cause))
                step = Advance(step, one with { Counted = Add(one, cause.Key) }, one.Progress + 1, cause.At);
        }

        return step;
    }

    /// <summary>Sets a participation's progress as another service reports it; never lower than it is, never over the target.</summary>
    public static ChallengeStep Report(ChallengeWeek week, Participation one, int progress, DateTimeOffset now) =>
        one.IsCompleted || progress <= one.Progress
            ? new ChallengeStep(week, [])
            : Advance(new ChallengeStep(week, []), one, progress, now);

    /// <summary>Whether some participation may count causes of a type, a day and an instant; saves looking further when none does.</summary>
    public static bool AwaitsAny(ChallengeWeek week, string type, LocalDate day, DateTimeOffset at) =>
        week.Participations.Any(one => IsRunning(one, type, day, at));

    private static bool Wants(Participation one, ChallengeCause cause) =>
        IsRunning(one, cause.Type, cause.Day, cause.At) && cause.IsWithin(one.TimeLimit) && !one.Counted.Contains(cause.Key, StringComparer.Ordinal);

    private static bool IsRunning(Participation one, string type, LocalDate day, DateTimeOffset at) =>
        one is { HasLeft: false, IsCompleted: false }
        && one.ChallengeType == type
        && at >= one.JoinedAt
        && (one.LastDay is not { } last || day <= DayText.Parse(last));

    private static IReadOnlyList<string> Add(Participation one, string key) =>
        [.. one.Counted.TakeLast(Math.Max(one.Target, MostCounted) - 1), key];

    private static ChallengeStep Advance(ChallengeStep step, Participation one, int progress, DateTimeOffset at)
    {
        var next = one with { Progress = Math.Min(progress, one.Target) };
        if (next.Progress < one.Target)
            return step with { Next = step.Next.With(next) };
        next = next with { CompletedAt = at, PointsEarned = one.Points };
        return new ChallengeStep(step.Next.With(next), [.. step.Awards, new Award(one.ChallengeId, one.Name, one.Points, at)]);
    }
}

/// <summary>What a cause has led to.</summary>
/// <param name="Next">The week afterwards.</param>
/// <param name="Awards">The challenges that were completed by it.</param>
public sealed record ChallengeStep(ChallengeWeek Next, IReadOnlyList<Award> Awards);

/// <summary>The points for a completed challenge.</summary>
/// <param name="ChallengeId">The challenge.</param>
/// <param name="Name">Its name.</param>
/// <param name="Points">The points.</param>
/// <param name="At">When it was completed.</param>
public sealed record Award(string ChallengeId, string Name, int Points, DateTimeOffset At);
