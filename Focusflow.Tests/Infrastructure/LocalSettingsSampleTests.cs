using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary><c>local.settings.sample.json</c>, which people copy to run on Core Tools.</summary>
public sealed class LocalSettingsSampleTests
{
    private static readonly JsonObject Sample = JsonNode.Parse(Repository.Read("local.settings.sample.json"))!.AsObject();

    [Fact]
    public void It_names_the_emulators_and_the_worker()
    {
        Value("FUNCTIONS_WORKER_RUNTIME").ShouldBe("dotnet-isolated");
        Value("AzureWebJobsStorage").ShouldBe("UseDevelopmentStorage=true");
        new Uri(Value("Focusflow__Cosmos__Endpoint")).IsLoopback.ShouldBeTrue();
        Convert.FromBase64String(Value("Focusflow__Cosmos__Key")).Length.ShouldBe(64);
        Convert.FromBase64String(Value("Focusflow__Auth__SigningKey")).Length.ShouldBeGreaterThanOrEqualTo(32);
        Convert.FromBase64String(Value("Focusflow__Push__Key")).Length.ShouldBeGreaterThanOrEqualTo(32);
    }

    [Fact]
    public void It_lets_the_usual_frontends_in_with_credentials()
    {
        var host = Sample["Host"]!;

        host["CORS"]!.GetValue<string>().ShouldBe("http://localhost:5173,http://localhost:3000");
        host["CORSCredentials"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Its_names_work_as_environment_variables_and_its_values_are_text()
    {
        foreach (var (name, value) in Sample["Values"]!.AsObject())
        {
            name.ShouldNotContain(":");
            value!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.String, name);
        }
    }

    private static string Value(string name) => Sample["Values"]![name]!.GetValue<string>();
}
