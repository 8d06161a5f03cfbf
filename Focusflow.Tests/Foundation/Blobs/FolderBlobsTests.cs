using Focusflow.Core.Foundation.Blobs;
using Focusflow.LocalRuntime.Features.Blobs;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Blobs;

public sealed class FolderBlobsTests : BlobStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../outside.webp")]
    [InlineData("a/b.webp")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("C:file")]
    [InlineData("*")]
    public async Task A_name_that_leads_elsewhere_is_none(string name)
    {
        var store = Open();

        await Should.ThrowAsync<ArgumentException>(() => store.PutAsync(name, new byte[1], "image/webp", Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => store.ReadAsync(name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => store.DeleteAsync(name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => store.ListAsync(name, Cancellation));
    }

    [Fact]
    public async Task Nobody_else_can_read_a_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("A folder of the user's is closed to others by itself on Windows.");
            return;
        }

        await Open().PutAsync("a.webp", new byte[1], "image/webp", Cancellation);

        File.GetUnixFileMode(Path.Combine(folder.Path, FolderBlobs.FolderName, "a.webp")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    protected override IBlobStore Open() => new FolderBlobs(Path.Combine(folder.Path, FolderBlobs.FolderName));
}
