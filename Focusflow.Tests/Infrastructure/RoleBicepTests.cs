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
        var declared = Role().Matches(Repository.Read("infra/modules/roles.bicep"))
            .ToDictionary(role => role.Groups["name"].Value, role => role.Groups["id"].Value, StringComparer.Ordinal);

        declared.ShouldBe(BuiltIn, ignoreOrder: true);
    }

    [Theory]
    [InlineData("monitoring", "insights")]
    [InlineData("storage", "account")]
    [InlineData("vault", "signingKey")]
    public void A_role_is_assigned_on_one_resource_and_not_on_the_group(string module, string scope)
    {
        var text = Repository.Read($"infra/modules/{module}.bicep");

        var assignments = Assignment().Matches(text);

        assignments.ShouldNotBeEmpty();
        foreach (Match assignment in assignments)
            assignment.Groups["scope"].Value.ShouldBe(scope);
    }

    [Fact]
    public void Roles_are_assigned_nowhere_else()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Microsoft.Authorization/roleAssignments", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension);

        files.ShouldBe(["monitoring", "storage", "vault"], ignoreOrder: true);
    }

    [Fact]
    public void Keys_are_switched_off_wherever_an_identity_can_be_used_instead()
    {
        Repository.Read("infra/modules/storage.bicep").ShouldContain("allowSharedKeyAccess: false");
        Repository.Read("infra/modules/cosmos.bicep").ShouldContain("disableLocalAuth: true");
        Repository.Read("infra/modules/monitoring.bicep").ShouldContain("DisableLocalAuth: true");
        Repository.Read("infra/modules/vault.bicep").ShouldContain("enableRbacAuthorization: true");
    }

    [Fact]
    public void The_signing_key_is_written_once_and_never_output()
    {
        Repository.Read("infra/modules/vault.bicep").ShouldContain("@onlyIfNotExists()\nresource signingKey ");
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Output().Matches(text).ShouldNotContain(output => output.Value.Contains("Seed", StringComparison.Ordinal));
            foreach (Match parameter in SeedParameter().Matches(text))
                parameter.Groups["decorators"].Value.ShouldContain("@secure()", customMessage: file);
        }
    }

    [GeneratedRegex(@"^  (?<name>\w+): '(?<id>[0-9a-f-]{36})'$", RegexOptions.Multiline)]
    private static partial Regex Role();

    [GeneratedRegex(@"'Microsoft\.Authorization/roleAssignments@.*?scope: (?<scope>\w+)", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^output .*$", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"(?<decorators>(?:^@.*\n)*)^param signingKeySeed ", RegexOptions.Multiline)]
    private static partial Regex SeedParameter();
}
