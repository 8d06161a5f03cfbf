using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

public sealed class CosmosContainersTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    [Fact]
    public async Task Containers_are_created_as_they_are_declared()
    {
        emulator.SkipWithoutIt();
        await OpenAsync(emulator.Client, Containers.All).EnsureCreatedAsync();

        foreach (var declared in Containers.All)
        {
            var stored = (await emulator.Client.GetContainer(emulator.Options.Database, declared.Name).ReadContainerAsync()).Resource;
            stored.PartitionKeyPath.ShouldBe("/" + declared.PartitionKey);
            stored.DefaultTimeToLive.ShouldBe(declared.DocumentsExpire ? -1 : null);
            stored.IndexingPolicy.IncludedPaths.Select(path => path.Path).ShouldBe(declared.IndexedPaths());
            stored.IndexingPolicy.ExcludedPaths.Select(path => path.Path).ShouldContain("/*");
        }
    }

    [Fact]
    public async Task An_app_that_may_not_create_containers_starts_all_the_same()
    {
        emulator.SkipWithoutIt();
        using var client = CosmosClients.Create(emulator.Options, settings => settings.CustomHandlers.Add(new Forbidding(HttpMethod.Post)));
        await OpenAsync(client, [Thing.NewContainer()]).EnsureCreatedAsync();
    }

    [Fact]
    public async Task An_app_that_may_not_even_ask_for_containers_starts_all_the_same()
    {
        emulator.SkipWithoutIt();
        using var client = CosmosClients.Create(emulator.Options, settings => settings.CustomHandlers.Add(new Forbidding(HttpMethod.Get)));
        await OpenAsync(client, [Thing.NewContainer()]).EnsureCreatedAsync();
    }

    private CosmosDocumentStore OpenAsync(CosmosClient client, IReadOnlyList<ContainerDefinition> containers) =>
        new(client, emulator.Options, NullLogger<CosmosDocumentStore>.Instance, containers);

    /// <summary>Answers 403, as Azure does to an identity whose role does not allow it.</summary>
    private sealed class Forbidding(HttpMethod method) : RequestHandler
    {
        public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken) =>
            request.Method == method ? Task.FromResult(new ResponseMessage(HttpStatusCode.Forbidden)) : base.SendAsync(request, cancellationToken);
    }
}
