using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>What the host on Azure is told in host.json.</summary>
public sealed class HostJsonTests
{
    private static readonly JsonObject Host = JsonNode.Parse(Repository.Read("host.json"))!.AsObject();

    private static JsonObject Levels => Host["logging"]!["logLevel"]!.AsObject();

    /// <summary>Every client that closes a stream is a failed call to the host, which says so with a trace and two exceptions.</summary>
    [Fact]
    public void What_the_host_says_of_closed_streams_is_not_kept()
    {
        var streams = HttpFunction.All().Where(function => function.Route.EndsWith("/stream", StringComparison.Ordinal)).Select(function => function.Name).ToList();

        streams.ShouldNotBeEmpty();
        streams.ShouldAllBe(name => (string)Levels[$"Function.{name}"]! == "None");
        streams.ShouldAllBe(name => (string)Levels[$"Function.{name}.User"]! == "Warning"); // what the app itself says of them
        ((string)Host["logging"]!["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!).ShouldBe("Trace"); // exceptions are sampled with their requests
    }

    [Fact]
    public void What_comes_every_minute_and_at_every_start_without_a_fault_is_not_kept()
    {
        ((string)Levels["Azure.Core"]!).ShouldBe("Error");
        ((bool)Host["extensions"]!["durableTask"]!["tracing"]!["distributedTracingEnabled"]!).ShouldBeFalse();
    }

    [Fact]
    public void Warnings_and_what_the_app_says_are_kept()
    {
        ((string)Levels["default"]!).ShouldBe("Warning");
        ((string)Levels["Focusflow"]!).ShouldBe("Information");
        ((string)Levels["Host.Results"]!).ShouldBe("Information"); // the requests
        Levels.Where(level => (string)level.Value! is "None" or "Error").Select(level => level.Key)
            .ShouldBe(["Function.StreamNotifications", "Azure.Core"], ignoreOrder: true);
    }
}
