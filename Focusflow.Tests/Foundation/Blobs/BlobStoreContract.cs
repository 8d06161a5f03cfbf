using Focusflow.Core.Foundation.Blobs;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Blobs;

/// <summary>What every store of files keeps; run against each.</summary>
public abstract class BlobStoreContract
{
    private static readonly byte[] First = [1, 2, 3];
    private static readonly byte[] Second = [4, 5];

    [Fact]
    public async Task A_file_is_there_until_it_is_deleted()
    {
        var store = Open();

        store.CanKeep.ShouldBeTrue();
        await store.PutAsync("ab12.webp", First, "image/webp", Cancellation);
        (await store.ReadAsync("ab12.webp", Cancellation)).ShouldBe(First);
        await store.DeleteAsync("ab12.webp", Cancellation);
        (await store.ReadAsync("ab12.webp", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_never_there_is_nothing_and_can_be_deleted()
    {
        var store = Open();

        (await store.ReadAsync("none.webp", Cancellation)).ShouldBeNull();
        (await store.ListAsync("no", Cancellation)).ShouldBeEmpty();
        await store.DeleteAsync("none.webp", Cancellation);
    }

    [Fact]
    public async Task A_later_file_stands_in_the_place_of_an_earlier_one()
    {
        var store = Open();
        await store.PutAsync("a.webp", First, "image/webp", Cancellation);

        await store.PutAsync("a.webp", Second, "image/webp", Cancellation);

        (await store.ReadAsync("a.webp", Cancellation)).ShouldBe(Second);
        (await store.ListAsync("a", Cancellation)).ShouldBe(["a.webp"]);
    }

    [Fact]
    public async Task Files_are_found_by_what_their_names_begin_with()
    {
        var store = Open();
        foreach (var name in new[] { "ab2.webp", "ab1-96.webp", "ab1.webp", "b.webp", "xab1.webp" })
            await store.PutAsync(name, First, "image/webp", Cancellation);

        (await store.ListAsync("ab", Cancellation)).ShouldBe(["ab1-96.webp", "ab1.webp", "ab2.webp"]);
        (await store.ListAsync("ab1.", Cancellation)).ShouldBe(["ab1.webp"]);
        (await store.ListAsync("c", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_read_whole_while_it_is_replaced()
    {
        var store = Open();
        byte[][] contents = [[.. Enumerable.Repeat((byte)1, 100_000)], [.. Enumerable.Repeat((byte)2, 100_000)]];
        await store.PutAsync("a.webp", contents[0], "image/webp", Cancellation);

        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await store.PutAsync("a.webp", contents[i % 2], "image/webp", Cancellation);
        });
        while (!writing.IsCompleted)
        {
            var read = (await store.ReadAsync("a.webp", Cancellation)).ShouldNotBeNull();
            contents.ShouldContain(content => content.SequenceEqual(read));
        }

        await writing;
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract IBlobStore Open();
}
