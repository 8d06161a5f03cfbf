using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>What the templates say about the function app, against what the code and the platform expect.</summary>
public sealed partial class FunctionAppBicepTests
{
    private static readonly string App = Repository.Read("infra/modules/function-app.bicep");

    /// <summary>Settings that Flex Consumption refuses or ignores: functionAppConfig says these things.</summary>
    private static readonly string[] Refused =
    [
        "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION",
        "FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_MAX_HTTP_CONCURRENCY", "ENABLE_ORYX_BUILD",
        "SCM_DO_BUILD_DURING_DEPLOYMENT", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTOVERVNET",
        "WEBSITE_CONTENTSHARE", "WEBSITE_DNS_SERVER", "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
        "WEBSITE_NODE_DEFAULT_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_SKIP_CONTENTSHARE_VALIDATION",
        "WEBSITE_TIME_ZONE", "WEBSITE_VNET_ROUTE_ALL", "AzureWebJobsStorage",
    ];

    [Fact]
    public void The_runtime_is_the_framework_that_the_code_targets()
    {
        var target = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("TargetFramework").Single().Value;

        target.ShouldBe("net" + RuntimeVersion().Match(App).Groups["version"].Value);
    }

    [Fact]
    public void No_setting_is_one_that_Flex_Consumption_refuses() =>
        Settings().Keys.Intersect(Refused, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();

    [Fact]
    public void The_host_reaches_its_storage_as_the_identity()
    {
        var settings = Settings();

        settings["AzureWebJobsStorage__credential"].ShouldBe("'managedidentity'");
        settings["AzureWebJobsStorage__clientId"].ShouldBe("identityClientId");
        string[] services = ["blob", "queue", "table"]; // Durable Functions needs all three
        foreach (var service in services)
            settings[$"AzureWebJobsStorage__{service}ServiceUri"].ShouldBe($"{service}Endpoint");
    }

    [Fact]
    public void No_setting_holds_a_secret()
    {
        var settings = Settings();

        settings["Focusflow__Auth__SigningKey"].ShouldBe("'@Microsoft.KeyVault(SecretUri=${signingKeyUri})'");
        settings.Keys.ShouldNotContain("Focusflow__Cosmos__Key");
        settings.Values.ShouldNotContain(value => value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_client_address_of_the_front_end_is_trusted_since_nobody_reaches_the_app_around_it() =>
        Settings()["Focusflow__RateLimit__TrustClientIp"].ShouldBe("'true'");

    [Fact]
    public void Credentials_are_allowed_for_the_origins_that_are_named_and_none_is_named_by_default()
    {
        App.ShouldContain("allowedOrigins: corsOrigins");
        App.ShouldContain("supportCredentials: !contains(corsOrigins, '*')");
        Repository.Read("infra/main.bicep").ShouldContain("param corsOrigins string[] = []");
        Repository.Read("infra/main.bicepparam").ShouldContain("readEnvironmentVariable('CORS_ORIGINS', '')");
    }

    [Fact]
    public void Azd_finds_the_app_by_the_tag_and_publishes_its_project()
    {
        var azd = Repository.Read("azure.yaml");

        azd.ShouldContain("  api:\n    project: ./Focusflow.Functions\n");
        App.ShouldContain("'azd-service-name': 'api'");
        Repository.Read("infra/main.bicep").ShouldContain("'azd-env-name': environmentName");
    }

    /// <summary>The names in the variables that become app settings, with the expressions of their values.</summary>
    internal static Dictionary<string, string> Settings() =>
        SettingsBlock().Matches(App)
            .SelectMany(block => Setting().Matches(block.Groups["settings"].Value))
            .Select(setting => setting.Groups)
            .ToDictionary(setting => setting["name"].Value, setting => setting["value"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"name: 'dotnet-isolated'\s+version: '(?<version>[^']+)'")]
    private static partial Regex RuntimeVersion();

    [GeneratedRegex(@"^var \w*ettings = \{\n(?<settings>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SettingsBlock();

    [GeneratedRegex(@"^  (?<name>\w+): (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
