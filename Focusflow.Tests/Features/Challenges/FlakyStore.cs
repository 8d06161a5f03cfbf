using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>
/// A store whose owner gets killed: before a commit, or after it but before the answer arrives. Or the line is bad, and the
/// store finds out what became of a commit.
/// </summary>
/// <param name="inner">The store that survives.</param>
internal sealed class FlakyStore(IDocumentStore inner) : IDocumentStore
{
    /// <summary>Decides for each commit, from the count of commits so far.</summary>
    public Func<int, Fate> Decide { get; set; } = _ => Fate.Lives;

    /// <summary>The commits asked for so far.</summary>
    public int Commits { get; private set; }

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => inner.ReadAsync(key, cancellation);

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => inner.QueryAsync(query, cancellation);

    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        var fate = Decide(Commits++);
        if (fate == Fate.DiesBefore)
            throw new KilledException();
        if (fate is Fate.LosesRequest or Fate.LosesAnswer)
        {
            if (fate == Fate.LosesAnswer)
                await inner.CommitAsync(batch);
            return await LostAnswer.FindOutAsync(batch, new OutcomeUnknownException("Lost."), inner.CommitAsync, key => inner.ReadAsync(key));
        }

        var result = await inner.CommitAsync(batch);
        return fate == Fate.DiesAfter ? throw new KilledException() : result;
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);
}

/// <summary>What becomes of the process around a commit.</summary>
internal enum Fate
{
    Lives,
    DiesBefore,
    DiesAfter,
    LosesRequest,
    LosesAnswer,
}

/// <summary>The process was killed here.</summary>
internal sealed class KilledException() : Exception("Killed.");
