namespace Focusflow.Core.Features.Challenges;

/// <summary>Counts who takes part in challenges; whoever does so is another feature's business.</summary>
public interface IChallengeCrowds
{
    /// <summary>What is known of a week: one question; of a board in parts one for each.</summary>
    /// <param name="week">The week, such as <c>2026-W47</c>.</param>
    /// <param name="userId">The user who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<WeekCrowds> ReadAsync(string week, string userId, CancellationToken cancellation);
}

/// <summary>Who takes part in a week's challenges, by the last count.</summary>
/// <param name="Of">Who has joined a challenge.</param>
/// <param name="CountsUserIn">Whether that counts the asking user already.</param>
public sealed record WeekCrowds(Func<string, ChallengeCrowd> Of, Func<string, bool> CountsUserIn);
