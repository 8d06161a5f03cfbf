using System.Net;
using System.Text;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>Reads one page of a query. The service may answer short pages; they are joined until the page is full.</summary>
internal sealed class CosmosQuery(Container container, DocumentQuery query, CosmosCalls calls)
{
    public async ValueTask<DocumentPage> ReadAsync(CancellationToken cancellation)
    {
        var continuation = query.Continuation is null ? null : Encoding.UTF8.GetString(QueryContinuation.Unwrap(query));
        if (query.Filters.Any(filter => filter.MatchesNothing()))
            return new DocumentPage([], null);

        List<StoredDocument> documents = [];
        do
        {
            continuation = await ReadAsync(continuation, documents, cancellation);
        }
        while (continuation is not null && documents.Count < query.Limit);

        return new DocumentPage(documents, continuation is null ? null : QueryContinuation.Wrap(query, Encoding.UTF8.GetBytes(continuation)));
    }

    private async Task<string?> ReadAsync(string? continuation, List<StoredDocument> documents, CancellationToken cancellation)
    {
        using var iterator = container.GetItemQueryStreamIterator(Definition(), continuation, new QueryRequestOptions
        {
            PartitionKey = query.Partition is null ? null : new PartitionKey(query.Partition),
            MaxItemCount = query.Limit - documents.Count,
            MaxConcurrency = query.Partition is null ? -1 : 1,
        });
        using var response = await calls.RunAsync(iterator.ReadNextAsync, cancellation);
        if (response.StatusCode == HttpStatusCode.BadRequest && continuation is not null)
            throw new InvalidContinuationException();
        if (!response.IsSuccessStatusCode)
            throw CosmosCalls.Unexpected(response.StatusCode, response.ErrorMessage);

        CosmosJson.AddDocuments(await CosmosJson.ReadAllAsync(response.Content, cancellation), query.Container.PartitionKey, documents);
        return response.ContinuationToken;
    }

    private QueryDefinition Definition()
    {
        var text = CosmosQueryText.Of(query);
        var definition = new QueryDefinition(text.Text);
        foreach (var (name, value) in text.Parameters)
            definition.WithParameter(name, value);
        return definition;
    }
}
