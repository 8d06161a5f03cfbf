using System.Diagnostics;
using System.Globalization;
using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>Which store the app runs on, and what it says about charges.</summary>
public sealed class StoreChoiceTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    [Fact]
    public async Task With_an_endpoint_the_app_runs_on_Cosmos_DB_makes_the_containers_and_shows_what_it_costs()
    {
        emulator.SkipWithoutIt();
        var cosmos = emulator.Options;
        await using var app = await FocusflowTestApp.StartAsync(
            ("Focusflow:Cosmos:Endpoint", cosmos.Endpoint!.ToString()),
            ("Focusflow:Cosmos:Key", cosmos.Key),
            ("Focusflow:Cosmos:AllowUntrustedCertificate", "true"),
            ("Focusflow:Cosmos:Database", "whole-app"),
            ("Focusflow:ShowCharges", "true"));

        var person = await app.RegisterAsync();
        var answer = await person.GetAsync("/api/tasks/");

        answer.EnsureSuccessStatusCode();
        var charge = answer.Headers.GetValues("x-ms-request-charge").Single();
        double.Parse(charge, CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        using var made = emulator.Client.GetDatabase("whole-app").GetContainerQueryIterator<ContainerProperties>();
        (await made.ReadNextAsync(TestContext.Current.CancellationToken)).Count.ShouldBe(Containers.All.Count);
    }

    [Fact]
    public async Task A_database_that_is_away_at_the_start_is_made_ready_when_it_has_come()
    {
        emulator.SkipWithoutIt();
        using var door = new TcpForwarder();
        await using var app = await FocusflowTestApp.StartAsync(
            [.. emulator.Settings, ("Focusflow:Cosmos:Endpoint", $"https://127.0.0.1:{door.Port}/"), ("Focusflow:Cosmos:Timeout", "00:00:02")]);
        (await app.Client.GetAsync("/api/health/ready", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        door.Open(emulator.Options.Endpoint!.Port);

        var watch = Stopwatch.StartNew();
        while ((await app.Client.GetAsync("/api/health/ready", TestContext.Current.CancellationToken)).StatusCode != HttpStatusCode.OK)
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
        await app.RegisterAsync();
    }

    [Fact]
    public async Task Charges_are_nobodys_business_by_default()
    {
        await using var app = await FocusflowTestApp.StartAsync();

        var answer = await app.Client.GetAsync("/api/health/ready", TestContext.Current.CancellationToken);

        answer.EnsureSuccessStatusCode();
        answer.Headers.Contains("x-ms-request-charge").ShouldBeFalse();
    }

    [Fact]
    public void Without_a_store_the_app_does_not_start_and_says_what_to_set()
    {
        var nothing = new ConfigurationBuilder().Build();

        var error = Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddFocusflow(nothing));

        error.Message.ShouldBe("There is no store. Set Focusflow:Cosmos:Endpoint.");
    }
}
