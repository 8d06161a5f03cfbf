using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Functions.Foundation.Following;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Leaderboard;

/// <summary>The services of the leaderboard.</summary>
internal static class LeaderboardServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddLeaderboard(this IServiceCollection services) => services
        .AddSingleton(BoardRules.Default)
        .AddSingleton<BoardWriter>()
        .AddSingleton<BoardFollower>()
        .AddSingleton<IRangeFollower, LeaderboardRefresh>()
        .AddSingleton<WeeklyTurn>()
        .AddSingleton<Leaders>()
        .AddSingleton<IChallengeCrowds, BoardCrowds>();
}
