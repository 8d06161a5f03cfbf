using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Features.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>Answers what documents are in the app's store, whichever store that is.</summary>
internal sealed class DocumentViews(IDocumentStore store)
{
    private readonly Dictionary<string, PartitionFollower> followers =
        Containers.All.ToDictionary(container => container.Name, container => new PartitionFollower(store, container), StringComparer.Ordinal);

    /// <summary><c>GET /runtime/partitions?container=userdata&amp;find=ann&amp;limit=50</c>: those changed last come first.</summary>
    public Task PartitionsAsync(HttpContext http) => AnswerAsync(http, async (container, limit) =>
    {
        var follower = followers[container.Name];
        var complete = await follower.FollowAsync(http.RequestAborted);
        await PageJson.WriteAsync(http, new PartitionPage(
            [.. Containers.All.Select(other => other.Name)],
            container.Name,
            container.PartitionKey,
            follower.Find(PageJson.Text(http, "find") ?? "", limit),
            complete));
    });

    /// <summary><c>GET /runtime/documents?container=userdata&amp;partition=...&amp;kind=task&amp;limit=50&amp;continuation=</c></summary>
    public Task DocumentsAsync(HttpContext http) => AnswerAsync(http, async (container, limit) =>
    {
        if (PageJson.Text(http, "partition") is not { } partition)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, $"partition must be a {container.PartitionKey}.");
            return;
        }

        string[] kinds = PageJson.Text(http, "kind") is { } kind ? [kind] : [];
        var page = await store.QueryAsync(
            new DocumentQuery(container, partition, kinds) { Limit = limit, Continuation = PageJson.Text(http, "continuation") }, http.RequestAborted);
        await PageJson.WriteAsync(http, new DocumentViewPage(
            [.. page.Documents.Select(document => DocumentLine.Of(document))],
            page.Continuation));
    });

    /// <summary>The user of an id, or of an e-mail address among those that changed last; null when nobody is known by it.</summary>
    public async Task<Guid?> FindUserAsync(string text, CancellationToken cancellation)
    {
        if (Guid.TryParse(text, out var id))
            return id;
        var follower = followers[Containers.UserData.Name];
        await follower.FollowAsync(cancellation);
        return follower.Find(text, 1) is [var found] && Guid.TryParse(found.Partition, out id) ? id : null;
    }

    private static async Task AnswerAsync(HttpContext http, Func<ContainerDefinition, int, Task> answer)
    {
        if (await PageJson.LimitAsync(http) is not { } limit)
            return;
        var name = PageJson.Text(http, "container");
        var container = name is null ? Containers.All[0] : Containers.All.FirstOrDefault(other => other.Name == name);
        if (container is null)
        {
            await HostEndpoints.RefuseAsync(
                http, StatusCodes.Status400BadRequest, $"container must be one of {string.Join(", ", Containers.All.Select(other => other.Name))}.");
            return;
        }

        try
        {
            await answer(container, limit);
        }
        catch (InvalidContinuationException)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, "continuation must be what an earlier page gave.");
        }
        catch (StoreUnavailableException error)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"The store cannot answer: {error.Message}");
        }
    }
}

/// <summary>Partitions of a container.</summary>
/// <param name="Containers">The names of all containers.</param>
/// <param name="Container">The container looked into.</param>
/// <param name="PartitionKey">The property that names the partition.</param>
/// <param name="Partitions">The partitions changed last, the latest first.</param>
/// <param name="Complete">Whether all changes were seen; if not, the next call sees more.</param>
internal sealed record PartitionPage(
    IReadOnlyList<string> Containers, string Container, string PartitionKey, IReadOnlyList<PartitionLine> Partitions, bool Complete);

/// <summary>A partition.</summary>
/// <param name="Partition">The value of the partition key.</param>
/// <param name="Label">What people call it: the <c>email</c> in one of its documents; null: none has one.</param>
internal sealed record PartitionLine(string Partition, string? Label);

/// <summary>A page of the documents of a partition.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Continuation">Leads to the next page; null: this is the last.</param>
internal sealed record DocumentViewPage(IReadOnlyList<DocumentLine> Documents, string? Continuation);

/// <summary>A document, secrets masked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Title">What people would call it; null: nothing.</param>
/// <param name="At">The instant that it bears of its last change, or else of its beginning, as written; null: none.</param>
/// <param name="Json">Its content.</param>
internal sealed record DocumentLine(string Id, string Kind, string ETag, string? Title, string? At, JsonNode? Json)
{
    // The runtime knows no document's type, but what such properties are usually called.
    private static readonly string[] Titles = ["title", "name", "fullName", "username", "email", "subject", "url", "day", "week"];
    private static readonly string[] Times = ["updatedAt", "sentAt", "endedAt", "startedAt", "reachedAt", "createdAt", "at"];

    public static DocumentLine Of(StoredDocument document)
    {
        var json = MaskedJson.Of(document.Json);
        return new(document.Id, document.Kind, document.ETag, First(json, Titles), First(json, Times), json);
    }

    private static string? First(JsonNode? json, string[] names) => names.Select(name =>
        json is JsonObject properties && properties[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 && text != MaskedJson.Mask ? text : null)
        .FirstOrDefault(text => text is not null);
}
