using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable.Client;

/// <content>Looking at instances, waiting for them and forgetting them.</content>
internal sealed partial class LocalDurableTaskClient
{
    private const int PurgePage = 200;

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await SeeOwnAsync();
        return Find(instanceId, getInputsAndOutputs);
    }

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending, cancellation);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, found => found.IsCompleted, cancellation);

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        var search = new InstanceSearch(
            query.CreatedFrom?.UtcTicks, query.CreatedTo?.UtcTicks, query.Statuses?.ToList(), query.InstanceIdPrefix);
        return Pageable.Create<OrchestrationMetadata>(async (token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            await SeeOwnAsync();
            var (rows, next) = parts.Database.Read(
                session => search.Page(session, token ?? query.ContinuationToken, Math.Max(1, size ?? query.PageSize)));
            return new Page<OrchestrationMetadata>([.. rows.Select(row => InstanceMetadata.Of(row, query.FetchInputsAndOutputs))], next);
        });
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var recursive = options?.Recursive ?? false;
        return new PurgeResult(await parts.Writer.WriteAsync(session => Purge(session, instanceId, recursive)), isComplete: true);
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var recursive = options?.Recursive ?? false;
        var search = new InstanceSearch(filter.CreatedFrom?.UtcTicks, filter.CreatedTo?.UtcTicks, Endings(filter.Statuses), Prefix: null);
        await SeeOwnAsync();
        var began = parts.Clock.GetTimestamp();
        var purged = 0;
        string? next = null;
        do
        {
            // At least a page each time, so that who calls again gets to the end.
            cancellation.ThrowIfCancellationRequested();
            if (next is not null && filter.Timeout is { } limit && parts.Clock.GetElapsedTime(began) >= limit)
                return new PurgeResult(purged, isComplete: false);

            // A page at a time, so that nobody else's write waits long.
            (var rows, next) = parts.Database.Read(session => search.Page(session, next, PurgePage));
            purged += await parts.Writer.WriteAsync(session => rows.Sum(row => Purge(session, row.Id, recursive)));
        }
        while (next is not null);
        return new PurgeResult(purged, isComplete: true);
    }

    private static List<OrchestrationRuntimeStatus> Endings(IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        List<OrchestrationRuntimeStatus> endings =
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];
        var wanted = statuses?.ToList();
        return wanted is { Count: > 0 } ? [.. wanted.Where(status => status.HasEnded())] : endings;
    }

    private static int Purge(SqliteSession session, string id, bool recursive)
    {
        List<string> children = recursive ? InstanceTable.Children(session, id) : [];
        return InstanceTable.Purge(session, id) ? 1 + children.Sum(child => Purge(session, child, recursive)) : 0;
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool inputsAndOutputs, Func<OrchestrationMetadata, bool> isReached, CancellationToken cancellation)
    {
        await SeeOwnAsync();
        while (true)
        {
            var changed = waiters.NextChange(instanceId);
            var found = Find(instanceId, inputsAndOutputs) ?? throw Unknown(instanceId);
            if (isReached(found))
                return found;
            await changed.WaitAsync(cancellation);
        }
    }

    // Whoever has started something sees it, also before it has arrived on the disk.
    private Task SeeOwnAsync() => pending?.ArrivedAsync() ?? Task.CompletedTask;

    private OrchestrationMetadata? Find(string instanceId, bool inputsAndOutputs) =>
        parts.Database.Read(session => InstanceTable.Find(session, instanceId)) is { } row
            ? InstanceMetadata.Of(row, inputsAndOutputs)
            : null;
}
