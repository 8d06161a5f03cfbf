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
        var number = IsoWeek.Parse(week);
        var parts = await BoardParts.ReadAsync(number, part => ReadAsync(part, cancellation), participants => participants.Parts);
        var own = BoardPart.First(number, parts[0].Parts).Of(userId);
        var entry = await store.ReadBoardAsync(own, () => store.ReadAsync<BoardEntry>(own.Name, userId, cancellation).AsTask(), each: null, cancellation);
        return new WeekCrowds(
            challengeId => BoardParticipants.Of(parts, challengeId), challengeId => entry?.Joined.ContainsKey(challengeId) == true);
    }

    private async Task<BoardParticipants> ReadAsync(BoardPart part, CancellationToken cancellation) =>
        await store.ReadBoardAsync(
            part, () => store.ReadAsync<BoardParticipants>(part.Name, BoardParticipants.FixedId, cancellation).AsTask(), each: null, cancellation)
            ?? BoardParticipants.Empty(part);
}
