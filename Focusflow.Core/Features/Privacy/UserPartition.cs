using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>All documents of a user but the mark of a deletion, which goes by itself and last.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class UserPartition(IDocumentStore store, TimeProvider clock)
{
    private const int Attempts = 20;

    /// <summary>
    /// Deletes them page by page, having ended the orchestrations that wait for them. Each page is one commit, by the
    /// versions read; when one of them changed meanwhile, the page is read anew.
    /// </summary>
    /// <returns>How many were deleted, and whether there may be more.</returns>
    public async Task<(int Deleted, bool HasMore)> DeleteAsync(
        string userId, IUserOrchestrations orchestrations, int mostPages, CancellationToken cancellation = default)
    {
        var (deleted, failures) = (0, 0);
        for (var pages = 0; pages < mostPages;)
        {
            var page = await ReadPageAsync(userId, DocumentBatch.MaxWrites, cancellation);
            if (page.Count == 0)
                return (deleted, false);

            var waiting = page.SelectMany(document => DocumentOrchestrations.Of(document, clock.GetUtcNow())).ToList();
            if (waiting.Count > 0)
                await orchestrations.EndAsync(waiting, cancellation);
            var writes = page.Select(document => new DocumentWrite.Delete(document.Id, document.ETag));
            if ((await store.CommitAsync(new DocumentBatch(Containers.UserData, userId, [.. writes]))).Succeeded)
            {
                deleted += page.Count;
                pages++;
            }
            else if (++failures == Attempts)
            {
                throw new StoreUnavailableException("The documents of a deleted user keep changing.");
            }
        }

        return (deleted, true);
    }

    /// <summary>Whether there is still any.</summary>
    public async Task<bool> HoldsMoreAsync(string userId, CancellationToken cancellation = default) =>
        (await ReadPageAsync(userId, 1, cancellation)).Count > 0;

    private async Task<List<StoredDocument>> ReadPageAsync(string userId, int size, CancellationToken cancellation)
    {
        // One more than wanted, because the mark may be among them.
        var query = new DocumentQuery(Containers.UserData, userId) { Limit = size + 1 };
        List<StoredDocument> found;
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            found = [.. page.Documents.Where(document => document.Kind != DepartingAccount.KindName).Take(size)];
            query = query with { Continuation = page.Continuation };
        }
        while (found.Count == 0 && query.Continuation is not null);
        return found;
    }
}
