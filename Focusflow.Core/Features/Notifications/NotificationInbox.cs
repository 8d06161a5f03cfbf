using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Notifications;

/// <summary>What a user does with notifications.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class NotificationInbox(IDocumentStore store, TimeProvider clock)
{
    private const int MaxBatches = 50;

    /// <summary>One page, the newest first.</summary>
    public async Task<Outcome<NotificationPage>> ListAsync(
        string userId, bool unreadOnly, int limit, string? cursor, CancellationToken cancellation = default)
    {
        var query = Query(userId, unreadOnly) with { Limit = limit, Continuation = cursor };
        var read = await store.QueryPageAsync(query, cancellation);
        return read.Succeeded(out var page, out var problem)
            ? new NotificationPage([.. page.Documents.Select(document => new NotificationResource(document))], page.Continuation)
            : problem;
    }

    /// <summary>Marks one as read; one that is read keeps the time when it was.</summary>
    public Task<Outcome<NotificationResource>> MarkReadAsync(string userId, string id, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<NotificationResource>(
            async () =>
            {
                if (await store.ReadAsync(new DocumentKey(Containers.UserData, userId, id), cancellation) is not { } stored
                    || stored.Kind != NotificationDocument.KindName)
                {
                    return Problem.NotFound("Notification");
                }

                var notification = stored.As<NotificationDocument>();
                if (notification.Read)
                    return new NotificationResource(stored);
                var writes = WriteSet.ForUser(userId).Replace(notification with { ReadAt = clock.Now() });
                var commit = await writes.CommitAsync(store);
                return commit.Succeeded ? new NotificationResource(writes.Stored(commit)) : null;
            },
            cancellation);

    /// <summary>Marks all as read that are there now, in as many transactions as it takes (up to 5,000 notifications).</summary>
    public async Task<Outcome<ReadAllResult>> MarkAllReadAsync(string userId, CancellationToken cancellation = default)
    {
        var marked = 0;
        for (var batch = 0; batch < MaxBatches; batch++)
        {
            var step = await Optimistic.RunAsync<int>(() => MarkBatchAsync(userId, cancellation), cancellation);
            if (!step.Succeeded(out var count, out var problem))
                return problem;
            marked += count;
            if (count < DocumentBatch.MaxWrites)
                return new ReadAllResult(marked, Remaining: false);
        }

        return new ReadAllResult(marked, Remaining: true);
    }

    private async Task<Outcome<int>?> MarkBatchAsync(string userId, CancellationToken cancellation)
    {
        var query = Query(userId, unreadOnly: true) with { Limit = DocumentBatch.MaxWrites };
        var (unread, _) = await store.QueryAsync<NotificationDocument>(query, cancellation);
        if (unread.Count == 0)
            return 0;
        var now = clock.Now();
        var writes = WriteSet.ForUser(userId);
        foreach (var notification in unread)
            writes.Replace(notification with { ReadAt = now });
        return (await writes.CommitAsync(store)).Succeeded ? unread.Count : null;
    }

    private static DocumentQuery Query(string userId, bool unreadOnly) => new(Containers.UserData, userId, NotificationDocument.KindName)
    {
        Filters = unreadOnly ? [new DocumentFilter.EqualTo("read", false)] : [],
        Sort = new DocumentSort("createdAt", Descending: true),
    };
}
