using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public abstract partial class DocumentStoreContract
{
    [Fact]
    public async Task An_expired_document_is_gone_for_everybody()
    {
        var fleeting = new Thing("fleeting", "ann") { Name = "a" };
        var etag = await CreateAsync(fleeting, TimeSpan.FromSeconds(60));
        await CreateAsync(new Thing("lasting", "ann") { Name = "b" });

        await PassAsync(TimeSpan.FromSeconds(58));
        (await ReadAsync("ann", "fleeting")).ShouldNotBeNull();
        (await AllAsync(Query("ann", "thing"))).Count.ShouldBe(2);

        await PassAsync(TimeSpan.FromSeconds(4));
        (await ReadAsync("ann", "fleeting")).ShouldBeNull();
        (await AllAsync(Query("ann", "thing") with { Sort = new("name") })).ShouldHaveSingleItem().Id.ShouldBe("lasting");
        (await ChangesAsync(null)).Documents.ShouldHaveSingleItem().Id.ShouldBe("lasting");
        (await CommitAsync("ann", fleeting.Replace(etag))).Status.ShouldBe(CommitStatus.PreconditionFailed);
        (await CommitAsync("ann", fleeting.Delete(etag))).Status.ShouldBe(CommitStatus.PreconditionFailed);
        (await CommitAsync("ann", fleeting.Create(), new Thing("another", "ann").Create())).Succeeded.ShouldBeTrue();
        (await ReadAsync("ann", "fleeting")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Writing_a_document_again_sets_how_long_it_lives()
    {
        var prolonged = new Thing("prolonged", "ann");
        var lasting = new Thing("lasting", "ann");
        var shortened = new Thing("shortened", "ann");
        var prolongedTag = await CreateAsync(prolonged, TimeSpan.FromSeconds(60));
        var lastingTag = await CreateAsync(lasting, TimeSpan.FromSeconds(60));
        var shortenedTag = await CreateAsync(shortened);

        await PassAsync(TimeSpan.FromSeconds(40));
        (await CommitAsync(
            "ann",
            prolonged.Replace(prolongedTag, TimeSpan.FromSeconds(60)),
            lasting.Replace(lastingTag),
            shortened.Replace(shortenedTag, TimeSpan.FromSeconds(10)))).Succeeded.ShouldBeTrue();
        await PassAsync(TimeSpan.FromSeconds(40));

        (await AllAsync(Query("ann", "thing"))).Select(thing => thing.Id).ShouldBe(["lasting", "prolonged"], ignoreOrder: true);
        await PassAsync(TimeSpan.FromDays(400));
        (await AllAsync(Query("ann", "thing"))).ShouldHaveSingleItem().Id.ShouldBe("lasting");
    }

    [Fact]
    public async Task Lifetimes_that_make_no_sense_are_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => CommitAsync("ann", new Thing("t", "ann").Create(TimeSpan.Zero)));
        await Should.ThrowAsync<ArgumentException>(() => CommitAsync("ann", new Thing("t", "ann").Create(TimeSpan.FromSeconds(1.5))));
        var lasting = Things with { DocumentsExpire = false };
        await Should.ThrowAsync<ArgumentException>(async () =>
            await Store.CommitAsync(new DocumentBatch(lasting, "ann", [new Thing("t", "ann").Create(TimeSpan.FromSeconds(5))])));
    }
}
