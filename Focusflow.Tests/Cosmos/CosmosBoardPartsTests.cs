using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Tests.Features.Leaderboard;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>Boards in parts on Cosmos DB: over HTTPS, on the emulator.</summary>
public sealed class CosmosBoardPartsTests(CosmosEmulator emulator) : BoardPartsContract, IClassFixture<CosmosEmulator>
{
    protected override IDocumentStore Open(IDocumentStore sqlite)
    {
        emulator.SkipWithoutIt();
        var options = emulator.Options;
        options.Database = $"boards-{Guid.NewGuid():N}";
        return new CosmosDocumentStore(emulator.Client, options, NullLogger<CosmosDocumentStore>.Instance);
    }
}
