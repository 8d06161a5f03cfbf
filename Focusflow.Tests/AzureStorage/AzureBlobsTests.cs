using Azure.Storage.Blobs;
using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Storage;
using Focusflow.Tests.Foundation.Blobs;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.AzureStorage;

public sealed class AzureBlobsTests(Azurite azurite) : BlobStoreContract, IClassFixture<Azurite>
{
    [Fact]
    public async Task Files_go_where_the_host_keeps_its_own_with_their_media_type()
    {
        azurite.SkipWithoutIt();
        var store = AzureBlobs.Find(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", azurite.ConnectionString)]).Build()).ShouldNotBeNull();

        await store.PutAsync("typed.webp", new byte[] { 1 }, "image/webp", Cancellation);

        var blob = new BlobContainerClient(azurite.ConnectionString, AzureBlobs.ContainerName).GetBlobClient("typed.webp");
        (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ContentType.ShouldBe("image/webp");
    }

    [Fact]
    public async Task What_cannot_be_reached_is_an_outage()
    {
        azurite.SkipWithoutIt();
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        var store = new AzureBlobs(new BlobContainerClient(
            System.Text.RegularExpressions.Regex.Replace(azurite.ConnectionString, "(?<=BlobEndpoint=http://127.0.0.1:)[0-9]+", "1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), "pictures", options));

        await Should.ThrowAsync<StoreUnavailableException>(() => store.ReadAsync("a.webp", Cancellation));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.PutAsync("a.webp", new byte[1], "image/webp", Cancellation));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.ListAsync("a", Cancellation));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.DeleteAsync("a.webp", Cancellation));
    }

    [Fact]
    public void On_Azure_it_is_reached_by_the_identity_and_without_storage_there_is_none()
    {
        AzureBlobs.Find(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage:blobServiceUri", "https://some.blob.core.windows.net/")]).Build()).ShouldNotBeNull();
        AzureBlobs.Find(new ConfigurationBuilder().Build()).ShouldBeNull();
    }

    protected override IBlobStore Open()
    {
        azurite.SkipWithoutIt();
        return new AzureBlobs(new BlobContainerClient(azurite.ConnectionString, $"c{Guid.NewGuid():N}"));
    }
}
