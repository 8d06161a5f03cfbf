using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Focus;

/// <summary>The process died.</summary>
internal sealed class SimulatedCrash() : Exception("The process died.");

/// <summary>A store whose process may die just before or just after a commit, at the end of a line that loses requests and answers; remembers everything that was committed.</summary>
internal sealed class CrashingStore(IDocumentStore inner, TimeProvider clock, Func<bool> crashes) : IDocumentStore
{
    /// <summary>Every version of every session, with the time at which it was committed.</summary>
    public Dictionary<string, List<(FocusSession Session, DateTimeOffset CommittedAt)>> History { get; } = [];

    public List<NotificationDocument> Notifications { get; } = [];

    /// <summary>Whether the part of the service that runs now is spared.</summary>
    public bool Spared { get; set; }

    public int Crashes { get; private set; }

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => inner.ReadAsync(key, cancellation);

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => inner.QueryAsync(query, cancellation);

    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        MayCrash();
        var result = await SendAsync(batch);
        if (result.Succeeded)
            Remember(batch);
        MayCrash();
        return result;
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    /// <summary>Commits whose answer was lost on the way, or which never arrived.</summary>
    public int Losses { get; private set; }

    private ValueTask<CommitResult> SendAsync(DocumentBatch batch)
    {
        if (Spared || !crashes())
            return inner.CommitAsync(batch);
        Losses++;
        return LoseAsync(batch);
    }

    private async ValueTask<CommitResult> LoseAsync(DocumentBatch batch)
    {
        if (Losses % 2 == 0)
            await inner.CommitAsync(batch);
        return await LostAnswer.FindOutAsync(batch, new OutcomeUnknownException("Lost."), inner.CommitAsync, key => inner.ReadAsync(key));
    }

    public void MayCrash()
    {
        if (Spared || !crashes())
            return;
        Crashes++;
        throw new SimulatedCrash();
    }

    private void Remember(DocumentBatch batch)
    {
        foreach (var write in batch.Writes)
        {
            var (kind, json) = write switch
            {
                DocumentWrite.Create create => (create.Kind, create.Json),
                DocumentWrite.Replace replace => (replace.Kind, replace.Json),
                _ => ("", default),
            };
            var stored = new StoredDocument(write.Id, batch.Partition, kind, "", json);
            if (kind == NotificationDocument.KindName)
                Notifications.Add(stored.As<NotificationDocument>());
            if (kind != FocusSession.KindName)
                continue;
            if (!History.TryGetValue(write.Id, out var versions))
                History.Add(write.Id, versions = []);
            versions.Add((stored.As<FocusSession>(), clock.GetUtcNow()));
        }
    }
}

/// <summary>The clock of another server, a little behind.</summary>
internal sealed class SlowClock(TimeProvider clock, TimeSpan behind) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - behind;
}
