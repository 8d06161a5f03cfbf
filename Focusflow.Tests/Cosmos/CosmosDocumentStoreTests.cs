using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>The contract on Cosmos DB: the real SDK over HTTPS against the emulator.</summary>
public sealed class CosmosDocumentStoreTests(CosmosEmulator emulator) : DocumentStoreContract, IClassFixture<CosmosEmulator>
{
    protected override int RandomQueries => 100;

    public override async ValueTask InitializeAsync()
    {
        emulator.SkipWithoutIt();
        await base.InitializeAsync();
    }

    [Fact]
    public async Task What_calls_cost_is_added_up()
    {
        var usage = StoreUsage.Begin();
        await CreateAsync(new Thing("t", "ann"));
        usage.Charge.ShouldBeGreaterThan(0);
        var before = usage.Charge;
        await ReadAsync("ann", "t");
        await AllAsync(Query("ann", "thing"));
        usage.Charge.ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(449)]
    public async Task What_the_service_asks_to_try_again_is_tried_again(int status)
    {
        await emulator.RefuseAsync(status, count: 3, retryAfter: 5);
        await CreateAsync(new Thing("t", "ann"));
        await emulator.RefuseAsync(status, count: 3, retryAfter: 5);
        (await CommitAsync("ann", new Thing("a", "ann").Create(), new Thing("b", "ann").Create())).Succeeded.ShouldBeTrue();
        await emulator.RefuseAsync(status, count: 3, retryAfter: 5);
        (await ReadAsync("ann", "t")).ShouldNotBeNull();
        await emulator.RefuseAsync(429, count: 3, retryAfter: 5);
        (await AllAsync(Query("ann", "thing") with { Sort = new("name") })).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(449)]
    [InlineData(503)]
    public async Task What_stays_refused_is_an_outage(int status)
    {
        var options = emulator.Options;
        options.Timeout = TimeSpan.FromSeconds(2); // the SDK repeats a 449 for half a minute
        var impatient = Open(options, [Things]);
        await emulator.RefuseAsync(status, count: 1000, retryAfter: 300);
        try
        {
            var outage = await Should.ThrowAsync<StoreUnavailableException>(async () =>
                await impatient.CommitAsync(new DocumentBatch(Things, "ann", [new Thing("t", "ann").Create()])));
            if (status == 429)
                outage.RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(300));
        }
        finally
        {
            await emulator.RefuseAsync(status, count: 0);
        }

        (await ReadAsync("ann", "t")).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task A_commit_whose_answer_is_lost_happens_once_and_is_told_so(bool carriedOut, int losses)
    {
        var etag = await CreateAsync(new Thing("old", "ann"));
        DocumentWrite[][] batches =
        [
            [new Thing("single", "ann").Create()],
            [new Thing("a", "ann").Create(), new Thing("b", "ann").Create(TimeSpan.FromMinutes(5))],
            [new Thing("old", "ann") { Name = "Grüße", Rank = 3 }.Replace(etag), new Thing("c", "ann").Create()],
        ];
        foreach (var writes in batches)
        {
            await emulator.LoseAsync(losses, carriedOut);
            CommitResult result;
            try
            {
                result = await CommitAsync("ann", writes);
            }
            finally
            {
                await emulator.LoseAsync(0);
            }

            result.Status.ShouldBe(CommitStatus.Committed);
            for (var i = 0; i < writes.Length; i++)
                (await ReadAsync("ann", writes[i].Id))!.Value.ETag.ShouldBe(result.ETags[i]);
        }
    }

    [Fact]
    public async Task A_missing_container_is_an_outage_and_no_miss()
    {
        var store = Open(emulator.Options, [Things with { Name = "nowhere" }]);
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.CheckAsync());
        await Should.ThrowAsync<StoreUnavailableException>(async () =>
            await store.ReadAsync(new DocumentKey(Things with { Name = "nowhere" }, "ann", "t")));
    }

    protected override Task<IDocumentStore> OpenAsync(IReadOnlyList<ContainerDefinition> containers) =>
        Task.FromResult<IDocumentStore>(Open(emulator.Options, containers));

    protected override Task PassAsync(TimeSpan time) => emulator.PassAsync(time);

    private CosmosDocumentStore Open(CosmosOptions options, IReadOnlyList<ContainerDefinition> containers) =>
        new(emulator.Client, options, NullLogger<CosmosDocumentStore>.Instance, containers);
}
