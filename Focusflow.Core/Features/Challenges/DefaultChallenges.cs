namespace Focusflow.Core.Features.Challenges;

/// <summary>The challenges that exist from the first start. Their ids are fixed, so that creating them again changes nothing.</summary>
public static class DefaultChallenges
{
    /// <summary>The id of Healthy Boundaries.</summary>
    public const string HealthyBoundaries = "6a1f0c52-3d0b-4c53-9a64-0f6c2b9d1a01";

    /// <summary>The id of Focus Sprint Master.</summary>
    public const string FocusSprintMaster = "6a1f0c52-3d0b-4c53-9a64-0f6c2b9d1a02";

    /// <summary>The id of Break Champion.</summary>
    public const string BreakChampion = "6a1f0c52-3d0b-4c53-9a64-0f6c2b9d1a03";

    /// <summary>The id of Task Finisher.</summary>
    public const string TaskFinisher = "6a1f0c52-3d0b-4c53-9a64-0f6c2b9d1a04";

    /// <summary>All of them, as of an instant.</summary>
    public static IReadOnlyList<Challenge> All(DateTimeOffset createdAt) =>
    [
        new()
        {
            Id = HealthyBoundaries,
            Name = "Healthy Boundaries",
            Description = "Log off before 5pm for 5 days",
            Points = 75,
            ChallengeType = ChallengeType.Shutdown,
            TargetValue = 5,
            TimeLimit = "17:00",
            CreatedAt = createdAt,
        },
        new()
        {
            Id = FocusSprintMaster,
            Name = "Focus Sprint Master",
            Description = "Complete 10 focus sessions",
            Points = 75,
            ChallengeType = ChallengeType.Focus,
            TargetValue = 10,
            CreatedAt = createdAt,
        },
        new()
        {
            Id = BreakChampion,
            Name = "Break Champion",
            Description = "Take proper breaks during 5 work sessions",
            Points = 75,
            ChallengeType = ChallengeType.Break,
            TargetValue = 5,
            CreatedAt = createdAt,
        },
        new()
        {
            Id = TaskFinisher,
            Name = "Task Finisher",
            Description = "Complete 15 tasks",
            Points = 75,
            ChallengeType = ChallengeType.Task,
            TargetValue = 15,
            CreatedAt = createdAt,
        },
    ];
}
