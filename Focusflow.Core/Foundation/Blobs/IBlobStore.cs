namespace Focusflow.Core.Foundation.Blobs;

/// <summary>
/// Small files beside the documents, by names of lower-case letters, digits, points and hyphens. What cannot be reached throws
/// <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public interface IBlobStore
{
    /// <summary>Whether files can be kept here at all.</summary>
    bool CanKeep { get; }

    /// <summary>Keeps a file, in the place of one that is there.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation = default);

    /// <summary>The file, or null.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellation = default);

    /// <summary>The names that begin so, in order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Removes a file; nothing is done when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation = default);
}

/// <summary>No place for files: nothing is there, and nothing can be kept.</summary>
public sealed class NoBlobs : IBlobStore
{
    /// <inheritdoc/>
    public bool CanKeep => false;

    /// <inheritdoc/>
    public Task PutAsync(string name, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation = default) =>
        throw new InvalidOperationException("There is no place for files.");

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation = default) => Task.FromResult<byte[]?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) => Task.CompletedTask;
}
