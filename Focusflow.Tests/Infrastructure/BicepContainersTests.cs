using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// <c>containers.bicep</c> says what the code declares, word for word. After a change of <see cref="Containers"/>, run this
/// class once with <c>FOCUSFLOW_WRITE=1</c>, which writes the file, and commit it.
/// </summary>
public sealed class BicepContainersTests
{
    private const string Bicep = "infra/modules/containers.bicep";

    [Fact]
    public void The_containers_in_Bicep_are_those_of_the_code()
    {
        var expected = Render(Containers.All);
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            File.WriteAllText(Repository.PathOf(Bicep), expected);

        Repository.Read(Bicep).ShouldBe(expected, $"Run this test with FOCUSFLOW_WRITE=1 and commit {Bicep}.");
    }

    [Fact]
    public void The_containers_that_are_deployed_are_those_of_the_code()
    {
        var deployed = Deployment.Default.Of("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers");

        deployed.Select(container => container["properties"]!["resource"]!.ToJsonString())
            .ShouldBe(Containers.All.Select(container => JsonSerializer.Serialize(new
            {
                id = container.Name,
                partitionKey = new { paths = new[] { $"/{container.PartitionKey}" }, kind = "Hash", version = 2 },
                defaultTtl = container.DocumentsExpire ? -1 : (int?)null,
                indexingPolicy = new
                {
                    indexingMode = "consistent",
                    automatic = true,
                    includedPaths = container.IndexedPaths().Select(path => new { path }),
                    excludedPaths = new[] { new { path = "/*" } },
                    compositeIndexes = container.CompositePaths().Select(paths => paths.Select(path => new { path, order = "ascending" })),
                },
            })));
    }

    [Fact]
    public void Every_path_that_a_query_may_use_is_indexed_and_nothing_else()
    {
        var container = new ContainerDefinition("userdata", "userId")
        {
            SortIndexes = [new("task", "createdAt"), new("note", "createdAt")],
            FilterPaths = ["done", "tags"],
            ArrayPaths = ["tags"],
            NarrowIndexes = [new("task", "createdAt", "done", false)],
        };

        container.IndexedPaths().ShouldBe(["/userId/?", "/kind/?", "/createdAt/?", "/done/?", "/tags/[]/?"]);
        container.CompositePaths().ShouldHaveSingleItem().ShouldBe(["/userId", "/kind", "/done", "/createdAt"]);
        new ContainerDefinition("system", "id").IndexedPaths().ShouldBe(["/kind/?"]);
    }

    private static string Render(IEnumerable<ContainerDefinition> containers)
    {
        var text = new StringBuilder("""
            // Written from Containers in Focusflow.Core (see BicepContainersTests); do not edit.
            // Indexed is what queries sort or filter by, and the partition key where it is not the id; every other path costs
            // nothing to write. compositePaths find the few open ones among many. documentsExpire switches expiry on, for documents that carry a ttl of their own.
            @export()
            var containers = [

            """.ReplaceLineEndings("\n"));
        foreach (var container in containers)
        {
            text.Append("  {\n")
                .Append($"    name: '{container.Name}'\n")
                .Append($"    partitionKey: '/{container.PartitionKey}'\n")
                .Append($"    documentsExpire: {(container.DocumentsExpire ? "true" : "false")}\n")
                .Append("    indexedPaths: [\n");
            foreach (var path in container.IndexedPaths())
                text.Append($"      '{path}'\n");
            text.Append("    ]\n    compositePaths: [\n");
            foreach (var paths in container.CompositePaths())
                text.Append($"      [{string.Join(", ", paths.Select(path => $"'{path}'"))}]\n");
            text.Append("    ]\n  }\n");
        }

        return text.Append("]\n").ToString();
    }
}
