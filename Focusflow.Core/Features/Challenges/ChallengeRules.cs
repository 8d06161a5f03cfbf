namespace Focusflow.Core.Features.Challenges;

/// <summary>What keeps points from being farmed.</summary>
/// <param name="MinimumFocus">The running time a focus session needs to count; zero switches the rule off.</param>
/// <param name="MinimumBreak">The time a break needs to count; zero switches the rule off.</param>
public sealed record ChallengeRules(TimeSpan MinimumFocus, TimeSpan MinimumBreak)
{
    /// <summary>How long before a break the focus session may have ended that the break belongs to.</summary>
    public static readonly TimeSpan BreakAfterFocus = TimeSpan.FromMinutes(60);

    /// <summary>Ten minutes of focus, three of break.</summary>
    public static ChallengeRules Default { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(3));
}
