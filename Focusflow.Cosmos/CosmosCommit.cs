using System.Net;
using System.Runtime.InteropServices;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>Commits a batch: one write as a plain request, several as a transactional batch.</summary>
internal sealed class CosmosCommit(Container container, DocumentBatch batch, CosmosCalls calls)
{
    private readonly PartitionKey partition = new(batch.Partition);

    public async ValueTask<CommitResult> RunAsync() => batch.Writes switch
    {
        [] => new CommitResult(CommitStatus.Committed, -1, []),
        [var write] => await RunAsync(write),
        _ => await RunTogetherAsync(),
    };

    private async Task<CommitResult> RunAsync(DocumentWrite write)
    {
        using var response = await calls.CommitAsync(
            limited => write switch
            {
                DocumentWrite.Create create => container.CreateItemStreamAsync(Content(create, create.Json), partition, null, limited),
                DocumentWrite.Replace replace => container.ReplaceItemStreamAsync(
                    Content(replace, replace.Json), replace.Id, partition, new ItemRequestOptions { IfMatchEtag = Quoted(replace.ETag) }, limited),
                DocumentWrite.Delete delete => container.DeleteItemStreamAsync(
                    delete.Id, partition, new ItemRequestOptions { IfMatchEtag = Quoted(delete.ETag) }, limited),
                _ => throw Unknown(write),
            });
        return response.IsSuccessStatusCode
            ? new CommitResult(CommitStatus.Committed, -1, [ETag(write, response.Headers.ETag)])
            : Refused(0, response.StatusCode, response.ErrorMessage, response.Diagnostics);
    }

    private async Task<CommitResult> RunTogetherAsync()
    {
        using var response = await calls.CommitAsync(limited => Batch().ExecuteAsync(limited));
        var writes = batch.Writes;
        if (response.IsSuccessStatusCode)
        {
            var etags = new string[writes.Count];
            for (var i = 0; i < etags.Length; i++)
                etags[i] = ETag(writes[i], response[i].ETag);
            return new CommitResult(CommitStatus.Committed, -1, etags);
        }

        // The write that refused has its own status; those beside it say that they depended on it (424).
        for (var i = 0; i < response.Count; i++)
        {
            if (!response[i].IsSuccessStatusCode && response[i].StatusCode != HttpStatusCode.FailedDependency)
                return Refused(i, response[i].StatusCode, response.ErrorMessage, response.Diagnostics);
        }

        throw CosmosCalls.Unexpected(response.StatusCode, response.ErrorMessage);
    }

    private TransactionalBatch Batch()
    {
        var together = container.CreateTransactionalBatch(partition);
        foreach (var write in batch.Writes)
        {
            _ = write switch
            {
                DocumentWrite.Create create => together.CreateItemStream(
                    Content(create, create.Json), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false }),
                DocumentWrite.Replace replace => together.ReplaceItemStream(
                    replace.Id,
                    Content(replace, replace.Json),
                    new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false, IfMatchEtag = Quoted(replace.ETag) }),
                DocumentWrite.Delete delete => together.DeleteItem(
                    delete.Id, new TransactionalBatchItemRequestOptions { IfMatchEtag = Quoted(delete.ETag) }),
                _ => throw Unknown(write),
            };
        }

        return together;
    }

    private static CommitResult Refused(int write, HttpStatusCode status, string? message, CosmosDiagnostics diagnostics)
    {
        var refused = status switch
        {
            HttpStatusCode.Conflict => new CommitResult(CommitStatus.Conflict, write, []),
            HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound => new CommitResult(CommitStatus.PreconditionFailed, write, []),
            _ => throw CosmosCalls.Unexpected(status, message),
        };

        // The SDK sends again what failed on its way, and this may be the refusal of what the first of them had written.
        return diagnostics.GetFailedRequestCount() == 0
            ? refused
            : throw new OutcomeUnknownException("The database refused what was sent to it twice.", refused);
    }

    private static MemoryStream Content(DocumentWrite write, ReadOnlyMemory<byte> json)
    {
        var bytes = CosmosJson.WithTimeToLive(json, write.TimeToLive);
        return MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
    }

    private static string ETag(DocumentWrite write, string? etag) => write is DocumentWrite.Delete ? "" : CosmosJson.Unquoted(etag ?? "");

    // In quotes, so that a client's "*" is an etag like any other and never means "whatever is there".
    private static string Quoted(string etag) => $"\"{etag}\"";

    private static ArgumentException Unknown(DocumentWrite write) => new($"Unknown write {write.GetType().Name}.", nameof(write));
}
