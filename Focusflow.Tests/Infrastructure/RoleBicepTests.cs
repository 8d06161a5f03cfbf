using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>Who may do what: ids are those of the roles they are named after, and none reaches further than it must.</summary>
public sealed partial class RoleBicepTests
{
    /// <summary>From Azure's list of built-in roles; their ids are the same in every tenant.</summary>
    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["keyVaultSecretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["monitoringMetricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["storageBlobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["storageQueueDataContributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fbe8",
        ["storageTableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        // "Cosmos DB Built-in Data Contributor", of the account's own data plane.
        ["dataContributor"] = "00000000-0000-0000-0000-000000000002",
    };

    [Fact]
    public void Every_role_id_is_that_of_the_role_it_is_named_after()
    {
        var declared = Deployment.Templates.Values
            .SelectMany(template => new[] { template["variables"]?["roles"], template["variables"]?["cosmosRoles"] })
            .Where(roles => roles is not null)
            .SelectMany(roles => roles!.AsObject())
            .Select(role => KeyValuePair.Create(role.Key, role.Value!.GetValue<string>()))
            .Distinct();

        declared.ShouldBe(BuiltIn, ignoreOrder: true);
    }

    [Fact]
    public void Roles_are_assigned_to_the_identity_on_single_resources_and_not_on_the_group()
    {
        (string Type, string Role)[] expected =
        [
            ("Microsoft.Insights/components", "monitoringMetricsPublisher"),
            ("Microsoft.KeyVault/vaults/secrets", "keyVaultSecretsUser"), // the key that signs tokens
            ("Microsoft.KeyVault/vaults/secrets", "keyVaultSecretsUser"), // the key of pushes
            ("Microsoft.KeyVault/vaults/secrets", "keyVaultSecretsUser"), // the mail server's password
            ("Microsoft.Storage/storageAccounts", "storageBlobDataOwner"),
            ("Microsoft.Storage/storageAccounts", "storageQueueDataContributor"),
            ("Microsoft.Storage/storageAccounts", "storageTableDataContributor"),
            ("Microsoft.DocumentDB/databaseAccounts", "dataContributor"),
        ];
        var types = Deployment.WithEverything.Resources.ToLookup(Text("id"), Text("type"));

        var assignments = Deployment.WithEverything.Resources.Where(resource => Text("type")(resource).EndsWith("RoleAssignments", StringComparison.OrdinalIgnoreCase)).ToList();

        assignments.ShouldAllBe(assignment => Text("principalId")(assignment["properties"]!) == "[identity.principalId]");
        assignments.Select(assignment => (types[ScopeOf(assignment)].Single(), RoleOf(assignment))).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", false)]
    [InlineData("Microsoft.DocumentDB/databaseAccounts", "disableLocalAuth", true)]
    [InlineData("Microsoft.Insights/components", "DisableLocalAuth", true)]
    [InlineData("Microsoft.KeyVault/vaults", "enableRbacAuthorization", true)]
    public void Keys_are_switched_off_wherever_an_identity_can_be_used_instead(string type, string property, bool value) =>
        Deployment.Default.Of(type).Single()["properties"]![property]!.GetValue<bool>().ShouldBe(value);

    [Theory]
    [InlineData("signingKey")]
    [InlineData("pushKey")]
    public void A_key_is_written_once_and_never_output(string key)
    {
        var templates = Deployment.Templates;

        templates["vault"]["resources"]![key]!["@options"]!.AsObject().ShouldContainKey("onlyIfNotExists");
        templates.Values.Select(template => template["outputs"]?.ToJsonString() ?? "")
            .ShouldAllBe(outputs => !outputs.Contains("Seed", StringComparison.OrdinalIgnoreCase));
        templates.Select(template => (template.Key, Type: template.Value["parameters"]![key + "Seed"]?["type"]!.GetValue<string>()))
            .Where(template => template.Type is not null)
            .ShouldBe([("vault", "securestring"), ("main", "securestring")], ignoreOrder: true);
    }

    /// <summary>The ids of the Azure roles that are assigned.</summary>
    internal static IEnumerable<string> Assigned() =>
        Deployment.WithEverything.Of("Microsoft.Authorization/roleAssignments").Select(assignment => BuiltIn[RoleOf(assignment)]);

    private static string RoleOf(JsonNode assignment) =>
        BuiltIn.Single(role => Text("roleDefinitionId")(assignment["properties"]!).EndsWith('/' + role.Value, StringComparison.Ordinal)).Key;

    // Cosmos DB's own assignments say their scope; that of the others is what their id extends.
    private static string ScopeOf(JsonNode assignment) =>
        assignment["properties"]!["scope"]?.GetValue<string>() ?? Extended().Match(Text("id")(assignment)).Groups["scope"].Value;

    private static Func<JsonNode, string> Text(string property) => node => node[property]!.GetValue<string>();

    [GeneratedRegex(@"^\[extensionResourceId\('(?<scope>[^']+)'")]
    private static partial Regex Extended();
}
