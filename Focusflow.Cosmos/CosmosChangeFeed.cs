using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>Reads the change feed by pull, latest version of each document. The checkpoint is the SDK's, wrapped.</summary>
internal sealed class CosmosChangeFeed(Container container, ContainerDefinition definition, CosmosCalls calls)
{
    public async ValueTask<ChangePage> ReadAsync(string? checkpoint, int limit, CancellationToken cancellation)
    {
        var start = checkpoint switch
        {
            null => ChangeFeedStartFrom.Beginning(),
            ChangePage.FromNow => ChangeFeedStartFrom.Now(),
            _ => CosmosFeedRange.From(Unwrap(checkpoint)),
        };
        using var iterator = container.GetChangeFeedStreamIterator(
            start, ChangeFeedMode.LatestVersion, new ChangeFeedRequestOptions { PageSizeHint = limit });

        // Every read asks the next physical partition; "not modified" comes when all of them have nothing new.
        using var response = await calls.RunAsync(iterator.ReadNextAsync, cancellation);
        List<StoredDocument> documents = [];
        if (response.IsSuccessStatusCode)
            CosmosJson.AddDocuments(await CosmosJson.ReadAllAsync(response.Content, cancellation), definition.PartitionKey, documents);
        else if (response.StatusCode == HttpStatusCode.BadRequest && checkpoint is not null)
            throw new InvalidContinuationException();
        else if (response.StatusCode != HttpStatusCode.NotModified)
            throw CosmosCalls.Unexpected(response.StatusCode, response.ErrorMessage);
        return new ChangePage(documents, Wrap(response.ContinuationToken), HasMore: response.IsSuccessStatusCode);
    }

    public async ValueTask<IReadOnlyList<string>> SplitAsync(string? checkpoint, CancellationToken cancellation)
    {
        if (checkpoint is not null)
            return [.. CosmosFeedRange.Split(Unwrap(checkpoint)).Select(Wrap)];
        try
        {
            return [.. CosmosFeedRange.Split(await container.GetFeedRangesAsync(cancellation)).Select(Wrap)];
        }
        catch (CosmosException error)
        {
            throw new StoreUnavailableException("Cosmos DB did not tell its ranges.", error.RetryAfter, error);
        }
    }

    private static string Wrap(string token) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token));

    private static string Unwrap(string checkpoint)
    {
        try
        {
            var token = Base64Url.DecodeFromChars(checkpoint);
            using var json = JsonDocument.Parse(token);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Encoding.UTF8.GetString(token)
                : throw new InvalidContinuationException();
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw new InvalidContinuationException(error);
        }
    }
}
