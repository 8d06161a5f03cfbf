using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Features.Challenges;

/// <summary>The rules of joining and leaving.</summary>
public static class Membership
{
    /// <summary>400: there is no such challenge, or it is not offered now.</summary>
    public static Problem Unknown { get; } = new(ProblemCodes.ChallengeUnknown, "Challenge not found");

    /// <summary>400: joining twice.</summary>
    public static Problem AlreadyJoined { get; } = new(ProblemCodes.ChallengeAlreadyJoined, "Already participating in this challenge");

    /// <summary>400: leaving or advancing what one has not joined.</summary>
    public static Problem NotJoined { get; } = new(ProblemCodes.ChallengeNotJoined, "Not participating in this challenge");

    /// <summary>400: points are earned once a week.</summary>
    public static Problem AlreadyEarned { get; } =
        new(ProblemCodes.ChallengeCompleted, "You have completed this challenge this week already. You can join it again next week");

    /// <summary>
    /// Joins a challenge for the user's current week. Somebody who had left starts from zero, and what was counted before
    /// does not count again.
    /// </summary>
    /// <param name="week">The week so far.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="today">The user's day, the first that counts.</param>
    /// <param name="now">Now.</param>
    public static Outcome<ChallengeWeek> Join(ChallengeWeek week, Challenge challenge, LocalDate today, DateTimeOffset now)
    {
        var known = week.Find(challenge.Id);
        if (known is { HasLeft: false })
            return AlreadyJoined;
        if (known is { IsCompleted: true })
            return AlreadyEarned;
        var lastDay = today.PlusDays(Math.Max(1, challenge.DurationDays) - 1);
        return week.With(new Participation
        {
            ChallengeId = challenge.Id,
            Name = challenge.Name,
            ChallengeType = challenge.ChallengeType,
            Target = Math.Max(1, challenge.TargetValue),
            Points = challenge.Points,
            TimeLimit = challenge.TimeLimit,
            JoinedAt = now,
            LastDay = lastDay < IsoWeek.Of(today).Sunday ? DayText.Write(lastDay) : null,
            Counted = known?.Counted ?? [],
        });
    }

    /// <summary>Leaves a challenge: the progress is gone, points already earned stay.</summary>
    public static Outcome<ChallengeWeek> Leave(ChallengeWeek week, string challengeId, DateTimeOffset now) =>
        week.FindJoined(challengeId) is { } joined ? week.With(joined with { LeftAt = now, Progress = 0 }) : NotJoined;
}
