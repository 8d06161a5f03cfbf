using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>
/// The catalogue, read at most once a minute per app instance. The defaults are created when one is missing; one that
/// an operator has changed or switched off stays as it is.
/// </summary>
public sealed class ChallengeCatalogue(IDocumentStore store, TimeProvider clock)
{
    /// <summary>How long what was read is good for.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private Read? latest;

    /// <summary>All challenges, also those not offered now, in the order of their ids (the defaults as in the requirements).</summary>
    public async ValueTask<IReadOnlyList<Challenge>> ListAsync(CancellationToken cancellation = default)
    {
        if (latest is { } read && clock.GetUtcNow() - read.At < Freshness)
            return read.Challenges;
        var challenges = await LoadAsync(cancellation);
        var missing = DefaultChallenges.All(clock.Now()).Where(known => challenges.All(found => found.Id != known.Id)).ToList();
        if (missing.Count > 0)
        {
            foreach (var challenge in missing)
                await new WriteSet(Containers.Challenges, Challenge.Partition).Create(challenge).CommitAsync(store);
            challenges = await LoadAsync(cancellation);
        }

        latest = new Read(challenges, clock.GetUtcNow());
        return challenges;
    }

    /// <summary>A challenge by its id, or null.</summary>
    public async ValueTask<Challenge?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await ListAsync(cancellation)).FirstOrDefault(challenge => challenge.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private async ValueTask<IReadOnlyList<Challenge>> LoadAsync(CancellationToken cancellation)
    {
        var all = new List<Challenge>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.Challenges, Challenge.Partition, Challenge.KindName)
            {
                Limit = 200,
                Continuation = continuation,
            };
            (var page, continuation) = await store.QueryAsync<Challenge>(query, cancellation);
            all.AddRange(page);
        }
        while (continuation is not null);
        return [.. all.OrderBy(challenge => challenge.Id, StringComparer.Ordinal)];
    }

    private sealed record Read(IReadOnlyList<Challenge> Challenges, DateTimeOffset At);
}
