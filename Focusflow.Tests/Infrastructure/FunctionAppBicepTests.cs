using System.Text.Json.Nodes;
using System.Xml.Linq;
using Focusflow.Functions.Foundation.Storage;
using Focusflow.Tests.Costs;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>What the templates say about the function app, against what the code and the platform expect.</summary>
public sealed class FunctionAppBicepTests
{
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

        var runtime = Site(Deployment.Default)["properties"]!["functionAppConfig"]!["runtime"]!;

        runtime["name"]!.GetValue<string>().ShouldBe("dotnet-isolated");
        target.ShouldBe("net" + runtime["version"]!.GetValue<string>());
    }

    [Fact]
    public void No_setting_is_one_that_Flex_Consumption_refuses() =>
        Deployment.WithEverything.Settings.Keys.Intersect(Refused, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();

    [Fact]
    public void The_host_has_no_page_of_its_own() => Deployment.Default.Settings["AzureWebJobsDisableHomepage"].ShouldBe("true");

    [Fact]
    public void The_host_reaches_its_storage_as_the_identity()
    {
        var settings = Deployment.Default.Settings;

        settings["AzureWebJobsStorage__credential"].ShouldBe("managedidentity");
        settings["AzureWebJobsStorage__clientId"].ShouldBe("[identity.clientId]");
        string[] services = ["blob", "queue", "table"]; // Durable Functions needs all three
        foreach (var service in services)
            settings[$"AzureWebJobsStorage__{service}ServiceUri"].ShouldBe($"[storage.{service}Endpoint]");
    }

    [Fact]
    public void Pictures_have_a_container_of_their_own_in_the_storage_of_the_host_that_nobody_else_reads()
    {
        var container = Deployment.Default.Of("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Single(one => one["name"]!.GetValue<string>().Contains(AzureBlobs.ContainerName, StringComparison.Ordinal));

        container["properties"]!["publicAccess"]!.GetValue<string>().ShouldBe("None");
        Deployment.Default.Settings["AzureWebJobsStorage__blobServiceUri"].ShouldBe("[storage.blobEndpoint]");
        Deployment.Default.Settings["AZURE_CLIENT_ID"].ShouldBe("[identity.clientId]");
        RoleBicepTests.Assigned().ShouldContain("b7e6dc6d-f1e8-4753-8033-0f276bb0955b"); // storageBlobDataOwner
    }

    [Fact]
    public void No_setting_holds_a_secret()
    {
        var settings = Deployment.WithEverything.Settings;

        settings["Focusflow__Auth__SigningKey"].ShouldBe("[format('@Microsoft.KeyVault(SecretUri={0})', vault.signingKeyUri)]");
        settings["Focusflow__Push__Key"].ShouldBe("[format('@Microsoft.KeyVault(SecretUri={0})', vault.pushKeyUri)]");
        settings["Focusflow__Mail__Password"].ShouldBe("[format('@Microsoft.KeyVault(SecretUri={0})', vault.mailCredentialUri)]");
        settings.Keys.ShouldNotContain("Focusflow__Cosmos__Key");
        settings.Values.ShouldNotContain(value => value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_client_address_of_the_front_end_is_trusted_since_nobody_reaches_the_app_around_it() =>
        Deployment.Default.Settings["Focusflow__RateLimit__TrustClientIp"].ShouldBe("true");

    [Fact]
    public void Tokens_of_another_issuer_mail_and_links_are_for_those_who_ask()
    {
        string[] settings =
        [
            "Focusflow__Auth__External__Audience", "Focusflow__Auth__External__Authority", "Focusflow__FrontendUrl",
            "Focusflow__Mail__Host", "Focusflow__Mail__Port", "Focusflow__Mail__From", "Focusflow__Mail__User", "Focusflow__Mail__Password",
        ];

        Deployment.WithEverything.Settings.Keys.Except(Deployment.Default.Settings.Keys).ShouldBe(settings, ignoreOrder: true);
    }

    [Fact]
    public void Credentials_are_allowed_for_the_origins_that_are_named_and_none_is_named_by_default()
    {
        Cors(Deployment.Default).ShouldBe("""{"allowedOrigins":[],"supportCredentials":true}""");
        Cors(Deployment.WithEverything).ShouldBe("""{"allowedOrigins":["https://app.example.com","https://www.example.com"],"supportCredentials":true}""");
        Deployment.Templates["api"]["resources"]!["site"]!["properties"]!["siteConfig"]!["cors"]!["supportCredentials"]!.GetValue<string>()
            .ShouldBe("[not(contains(parameters('corsOrigins'), '*'))]");
    }

    [Fact]
    public void Azd_finds_the_app_by_the_tag_and_publishes_its_project()
    {
        Repository.Read("azure.yaml").ShouldContain("  api:\n    project: ./Focusflow.Functions\n");
        Site(Deployment.Default)["tags"]!["azd-service-name"]!.GetValue<string>().ShouldBe("api");
    }

    [Fact]
    public void Azd_finds_everything_by_the_name_of_the_environment()
    {
        // What has a place can have tags; the rest is part of something that has one.
        var placed = Deployment.WithEverything.Resources.Where(resource => resource["location"] is not null);

        placed.ShouldAllBe(resource => resource["tags"]!["azd-env-name"]!.GetValue<string>() == "azure_env_name");
    }

    [Fact]
    public void Notices_and_a_budget_are_for_those_who_ask()
    {
        string[] types = ["Microsoft.Consumption/budgets", "Microsoft.Insights/actionGroups"];

        foreach (var type in types)
        {
            Deployment.Default.Of(type).ShouldBeEmpty();
            Deployment.WithEverything.Of(type).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void The_bill_is_counted_for_the_instances_that_are_deployed()
    {
        var scale = Site(Deployment.Default)["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;

        Prices.InstanceGigabytes.ShouldBe(scale["instanceMemoryMB"]!.GetValue<int>() / 1024.0);
        Prices.RequestsPerInstance.ShouldBe(scale["triggers"]!["http"]!["perInstanceConcurrency"]!.GetValue<int>());
    }

    private static JsonNode Site(Deployment deployment) => deployment.Of("Microsoft.Web/sites").Single();

    private static string Cors(Deployment deployment) => Site(deployment)["properties"]!["siteConfig"]!["cors"]!.ToJsonString();
}
