namespace Focusflow.Core.Features.Challenges;

/// <summary>Who has joined a challenge.</summary>
/// <param name="Count">How many, also those whom others may not see.</param>
/// <param name="First">The first ones whom others may see, earliest first.</param>
public sealed record ChallengeCrowd(int Count, IReadOnlyList<FirstJoiner> First)
{
    /// <summary>Nobody.</summary>
    public static ChallengeCrowd Nobody { get; } = new(0, []);
}

/// <summary>One of the first users in a challenge.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Avatar">The avatar others see.</param>
/// <param name="JoinedAt">When the user joined.</param>
public sealed record FirstJoiner(string UserId, string Avatar, DateTimeOffset JoinedAt);
