using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Logging;

namespace Focusflow.Core.Features.Challenges;

/// <summary>
/// The catalogue, read at most once a minute per app instance. The defaults are created when one is missing; one that
/// an operator has changed or switched off stays as it is, and one that an operator has written wrong is not offered.
/// </summary>
public sealed partial class ChallengeCatalogue(IDocumentStore store, TimeProvider clock, ILogger<ChallengeCatalogue> log)
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
        var (all, each) = (new List<Challenge>(), new EachByItself("challenges"));
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.Challenges, Challenge.Partition, Challenge.KindName)
            {
                Limit = 200,
                Continuation = continuation,
            };
            var page = await store.QueryAsync(query, cancellation);
            all.AddRange(each.Read<Challenge>(page.Documents));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        foreach (var malformed in each.SetAside)
            NotOffered(malformed.Reason);
        return [.. all.OrderBy(challenge => challenge.Id, StringComparer.Ordinal)];
    }

    [LoggerMessage(21, LogLevel.Error, "The work on challenges set aside a document of kind challenge ({Reason}); everything else went on")]
    private partial void NotOffered(string reason);

    private sealed record Read(IReadOnlyList<Challenge> Challenges, DateTimeOffset At);
}
