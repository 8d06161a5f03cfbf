using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Tests.Foundation.Following;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>Following by ranges on Cosmos DB: the SDK's feed ranges, over HTTPS, on the emulator's one physical partition.</summary>
public sealed class CosmosFeedFollowerTests(CosmosEmulator emulator) : FeedFollowerContract, IClassFixture<CosmosEmulator>
{
    public override async ValueTask InitializeAsync()
    {
        emulator.SkipWithoutIt();
        await base.InitializeAsync();
    }

    protected override Task<IDocumentStore> OpenAsync()
    {
        var options = emulator.Options;
        options.Database = "following";
        return Task.FromResult<IDocumentStore>(new CosmosDocumentStore(emulator.Client, options, NullLogger<CosmosDocumentStore>.Instance));
    }
}
