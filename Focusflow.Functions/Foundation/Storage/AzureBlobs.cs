using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Configuration;

namespace Focusflow.Functions.Foundation.Storage;

/// <summary>Files in a container of Blob Storage, which nobody but the app reads.</summary>
/// <param name="container">The container; made when it is not there, as on an emulator.</param>
internal sealed class AzureBlobs(BlobContainerClient container) : IBlobStore
{
    /// <summary>The name of the container, as infra/modules/storage.bicep makes it.</summary>
    public const string ContainerName = "pictures";

    private const string HostStorage = "AzureWebJobsStorage";

    /// <inheritdoc/>
    public bool CanKeep => true;

    /// <summary>In the storage account that the Functions host has: as the app's identity on Azure, by a connection string for an emulator. Null when the settings name none.</summary>
    public static AzureBlobs? Find(IConfiguration configuration)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, NetworkTimeout = TimeSpan.FromSeconds(15) } };
        if (configuration[$"{HostStorage}:blobServiceUri"] is { Length: > 0 } address)
            return new(new BlobServiceClient(new Uri(address), new DefaultAzureCredential(), options).GetBlobContainerClient(ContainerName));
        return configuration[HostStorage] is { Length: > 0 } connection ? new(new BlobContainerClient(connection, ContainerName, options)) : null;
    }

    /// <inheritdoc/>
    public Task PutAsync(string name, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation = default) =>
        CallAsync(async () =>
        {
            var (blob, options) = (container.GetBlobClient(name), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = mediaType } });
            try
            {
                return await blob.UploadAsync(new BinaryData(content), options, cancellation);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
                return await blob.UploadAsync(new BinaryData(content), options, cancellation);
            }
        });

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation = default) =>
        CallAsync(async () =>
        {
            try
            {
                return (await container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToArray();
            }
            catch (RequestFailedException error) when (IsMissing(error))
            {
                return null;
            }
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default) =>
        CallAsync<IReadOnlyList<string>>(async () =>
        {
            try
            {
                var names = new List<string>();
                await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellation))
                    names.Add(blob.Name);
                return names;
            }
            catch (RequestFailedException error) when (IsMissing(error))
            {
                return [];
            }
        });

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) =>
        CallAsync(async () =>
        {
            try
            {
                return await container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellation);
            }
            catch (RequestFailedException error) when (IsMissing(error))
            {
                return null;
            }
        });

    private static bool IsMissing(RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.ContainerNotFound || error.ErrorCode == BlobErrorCode.BlobNotFound;

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (error is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            throw new StoreUnavailableException("Blob Storage cannot be reached.", inner: error);
        }
    }
}
