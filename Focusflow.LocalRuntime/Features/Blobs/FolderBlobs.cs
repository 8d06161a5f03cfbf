using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Settings;

namespace Focusflow.LocalRuntime.Features.Blobs;

/// <summary>Files in a folder, its owner's alone: what Blob Storage is on Azure.</summary>
/// <param name="folder">The full path of the folder; made when the first file comes.</param>
internal sealed class FolderBlobs(string folder) : IBlobStore
{
    /// <summary>The name of the folder in the data folder.</summary>
    public const string FolderName = "pictures";

    private const string Draft = ".draft";

    /// <inheritdoc/>
    public bool CanKeep => true;

    /// <inheritdoc/>
    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        var draft = $"{path}.{Guid.NewGuid():N}{Draft}";
        try
        {
            OwnerOnly.MakeFolder(folder, []);
            await using (var file = OwnerOnly.Open(draft, FileMode.CreateNew))
                await file.WriteAsync(content, cancellation);
            File.Move(draft, path, overwrite: true); // whole or not at all
        }
        catch (Exception error) when (FileTrouble.Is(error))
        {
            throw new StoreUnavailableException("A file could not be written.", inner: error);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellation);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (FileTrouble.Is(error))
        {
            throw new StoreUnavailableException("A file could not be read.", inner: error);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        var pattern = Checked(prefix) + "*";
        return Task.FromResult<IReadOnlyList<string>>(
            Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, pattern).Select(path => Path.GetFileName(path)!)
                    .Where(name => !name.EndsWith(Draft, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
                : []);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        try
        {
            if (Directory.Exists(folder))
                File.Delete(path);
            return Task.CompletedTask;
        }
        catch (Exception error) when (FileTrouble.Is(error))
        {
            throw new StoreUnavailableException("A file could not be deleted.", inner: error);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, Checked(name));

    // Nothing that climbs out of the folder, and nothing that a file system takes for something else.
    private static string Checked(string name) => name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-') && !name.StartsWith('.')
        ? name
        : throw new ArgumentException($"'{name}' is no name of a file.", nameof(name));
}
