using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

public sealed class CosmosStoreRegistrationTests
{
    [Fact]
    public async Task The_store_takes_the_place_of_another_and_has_one_client()
    {
        var configuration = Settings(("Endpoint", "https://localhost:8081/"), ("Key", "a2V5"), ("AllowUntrustedCertificate", "true"));
        configuration.UsesCosmos().ShouldBeTrue();
        var services = new ServiceCollection().AddLogging().AddSingleton<IDocumentStore>(_ => throw new InvalidOperationException("the other"));

        await using var provider = services.AddCosmosStore(configuration).BuildServiceProvider();

        provider.GetServices<IDocumentStore>().ShouldHaveSingleItem().ShouldBeOfType<MeteredDocumentStore>();
        provider.GetRequiredService<CosmosClient>().ShouldBeSameAs(provider.GetRequiredService<CosmosClient>());
        provider.GetRequiredService<CosmosClient>().ClientOptions.ConnectionMode.ShouldBe(ConnectionMode.Gateway);
    }

    [Fact]
    public async Task No_client_is_made_before_somebody_asks_for_a_document()
    {
        var made = 0;
        var configuration = Settings(("Endpoint", "https://localhost:8081/"), ("Key", "a2V5"));
        var services = new ServiceCollection().AddLogging().AddCosmosStore(configuration).AddSingleton<CosmosClient>(_ =>
        {
            made++;
            throw new InvalidOperationException("a client");
        });

        await using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<IDocumentStore>();
        provider.GetServices<IHostedService>().ShouldHaveSingleItem();
        made.ShouldBe(0);

        (await Should.ThrowAsync<InvalidOperationException>(async () => await store.ReadAsync(new DocumentKey(Containers.UserData, "ann", "account")))).Message.ShouldBe("a client");
        made.ShouldBe(1);
    }

    [Fact]
    public void With_an_endpoint_alone_the_app_signs_in_with_its_identity_and_connects_directly()
    {
        using var client = CosmosClients.Create(new CosmosOptions { Endpoint = new("https://example.documents.azure.com/") });
        client.ClientOptions.ConnectionMode.ShouldBe(ConnectionMode.Direct);
        client.ClientOptions.ServerCertificateCustomValidationCallback.ShouldBeNull();
    }

    [Theory]
    [InlineData("Endpoint", "nowhere")]
    [InlineData("Key", "a2V5")]
    [InlineData("AllowUntrustedCertificate", "true")]
    public void Settings_that_contradict_each_other_are_refused_with_a_sentence(string name, string value)
    {
        var configuration = name == "Endpoint" ? Settings((name, value)) : Settings(("Endpoint", "https://example.documents.azure.com/"), (name, value));
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddCosmosStore(configuration)).Message.ShouldContain("Focusflow:Cosmos");
    }

    [Fact]
    public void A_key_that_is_none_is_refused_before_anything_starts() => Should.Throw<InvalidOperationException>(
        () => new ServiceCollection().AddCosmosStore(Settings(("Endpoint", "https://localhost:8081/"), ("Key", "no key")))).Message.ShouldContain("Focusflow:Cosmos:Key");

    [Fact]
    public void Without_an_endpoint_Cosmos_is_not_used() => Settings(("Database", "focusflow")).UsesCosmos().ShouldBeFalse();

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Focusflow:Cosmos:{setting.Name}", (string?)setting.Value)))
            .Build();
}
