namespace Focusflow.Core.Foundation.Storage;

/// <summary>What one use case writes: up to <see cref="MaxWrites"/> writes to one partition, all or none.</summary>
/// <param name="Container">The container.</param>
/// <param name="Partition">The value of the partition key; every document's JSON carries the same.</param>
/// <param name="Writes">The writes, each on another id.</param>
public sealed record DocumentBatch(ContainerDefinition Container, string Partition, IReadOnlyList<DocumentWrite> Writes)
{
    /// <summary>The most writes in one batch (a limit of Cosmos DB's transactional batch).</summary>
    public const int MaxWrites = 100;
}

/// <summary>One write of a batch.</summary>
/// <param name="Id">The id.</param>
public abstract record DocumentWrite(string Id)
{
    /// <summary>
    /// How long the document lives from this write on; null for ever. Whole seconds, at least one. Not for deletes.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Creates the document; conflicts when the id is taken.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Json">UTF-8 JSON, an object with at least <c>id</c>, <c>kind</c> and the partition key.</param>
    public sealed record Create(string Id, string Kind, ReadOnlyMemory<byte> Json) : DocumentWrite(Id);

    /// <summary>Replaces the document if it is still the version read; otherwise the precondition fails (also when it is gone).</summary>
    /// <param name="Id">The id.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Json">As in <see cref="Create"/>.</param>
    /// <param name="ETag">The version read.</param>
    public sealed record Replace(string Id, string Kind, ReadOnlyMemory<byte> Json, string ETag) : DocumentWrite(Id);

    /// <summary>Deletes the document if it is still the version read; otherwise the precondition fails (also when it is gone).</summary>
    /// <param name="Id">The id.</param>
    /// <param name="ETag">The version read.</param>
    public sealed record Delete(string Id, string ETag) : DocumentWrite(Id);
}

/// <summary>How a commit went.</summary>
public enum CommitStatus
{
    /// <summary>Everything was written, durably.</summary>
    Committed,

    /// <summary>Nothing was written: an id to create exists.</summary>
    Conflict,

    /// <summary>Nothing was written: a document to replace or delete changed or is gone.</summary>
    PreconditionFailed,
}

/// <summary>The outcome of a commit.</summary>
/// <param name="Status">How it went.</param>
/// <param name="FailedWrite">The index of the write that refused, or -1.</param>
/// <param name="ETags">When committed: the new version per write (empty text for a delete), in order.</param>
public sealed record CommitResult(CommitStatus Status, int FailedWrite, IReadOnlyList<string> ETags)
{
    /// <summary>Whether everything was written.</summary>
    public bool Succeeded => Status == CommitStatus.Committed;
}
