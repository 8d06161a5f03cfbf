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
        // The user's entry is in one of the parts; asked for with what each part counts, it takes no question of its own.
        var parts = await BoardParts.ReadAsync(
            IsoWeek.Parse(week), part => ReadAsync(part, userId, cancellation), found => found.Participants.Parts);
        var entry = parts.Select(part => part.Entry).FirstOrDefault(found => found is not null);
        BoardParticipants[] participants = [.. parts.Select(part => part.Participants)];
        return new WeekCrowds(
            challengeId => BoardParticipants.Of(participants, challengeId), challengeId => entry?.Joined.ContainsKey(challengeId) == true);
    }

    private Task<(BoardParticipants Participants, BoardEntry? Entry)> ReadAsync(BoardPart part, string userId, CancellationToken cancellation) =>
        store.ReadBoardAsync(
            part,
            async () =>
            {
                var found = await store.ReadSomeAsync(Containers.Leaderboards, part.Name, [BoardParticipants.FixedId, userId], cancellation);
                return (found.Find<BoardParticipants>() ?? BoardParticipants.Empty(part), found.Find<BoardEntry>());
            },
            each: null,
            cancellation);
}
