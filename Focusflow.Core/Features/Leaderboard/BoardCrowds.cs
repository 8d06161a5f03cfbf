using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>Who takes part in challenges, as a week's board has counted it by its last refresh.</summary>
/// <param name="store">The store.</param>
public sealed class BoardCrowds(IDocumentStore store) : IChallengeCrowds
{
    /// <inheritdoc/>
    public async Task<WeekCrowds> ReadAsync(string week, string userId, CancellationToken cancellation)
    {
        var (participants, entry) = await store.ReadBoardAsync(IsoWeek.Parse(week), ReadAsync, each: null, cancellation);
        return new WeekCrowds(participants.Of, challengeId => entry?.Joined.ContainsKey(challengeId) == true);

        async Task<(BoardParticipants Participants, BoardEntry? Own)> ReadAsync() => (
            await store.ReadAsync<BoardParticipants>(week, BoardParticipants.FixedId, cancellation) ?? BoardParticipants.Empty(week),
            await store.ReadAsync<BoardEntry>(week, userId, cancellation));
    }
}
