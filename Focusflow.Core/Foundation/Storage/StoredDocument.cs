namespace Focusflow.Core.Foundation.Storage;

/// <summary>Where a document lives.</summary>
/// <param name="Container">The container.</param>
/// <param name="Partition">The value of the partition key.</param>
/// <param name="Id">The id, unique within the partition; 1-255 chars, none of <c>/ \ ? # %</c>.</param>
public readonly record struct DocumentKey(ContainerDefinition Container, string Partition, string Id);

/// <summary>A document as read: opaque UTF-8 JSON plus what the store knows about it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Partition">The value of the partition key.</param>
/// <param name="Kind">What it is, such as <c>task</c>.</param>
/// <param name="ETag">An opaque version without quotes; another one after every change.</param>
/// <param name="Json">The document as UTF-8 JSON.</param>
public readonly record struct StoredDocument(string Id, string Partition, string Kind, string ETag, ReadOnlyMemory<byte> Json);

/// <summary>One page of a query.</summary>
/// <param name="Documents">The documents, in the order asked for.</param>
/// <param name="Continuation">Opaque; asks for the next page, or null when this was the last.</param>
public sealed record DocumentPage(IReadOnlyList<StoredDocument> Documents, string? Continuation);

/// <summary>One page of a change feed.</summary>
/// <param name="Documents">
/// Documents in the order of their last change; of several changes to one document only the last. Deletions are not told.
/// </param>
/// <param name="Checkpoint">Opaque; continues after this page. Never null, also when nothing was new.</param>
/// <param name="HasMore">Whether more changes were waiting when the page was read.</param>
public sealed record ChangePage(IReadOnlyList<StoredDocument> Documents, string Checkpoint, bool HasMore)
{
    /// <summary>The checkpoint of whoever wants no history: the page read from it gives the checkpoint to go on from.</summary>
    public const string FromNow = "now";
}
