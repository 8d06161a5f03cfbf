using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

public sealed partial class BicepTests
{
    [Fact]
    public void The_compiler_and_its_linter_find_nothing_in_our_templates()
    {
        Bicep.Lint(Repository.PathOf("infra")).ShouldBeEmpty();
        Deployment.Templates.ShouldNotBeEmpty();
    }

    [Fact]
    public void Planted_mistakes_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("part.bicep", """
            @allowed(['small', 'large'])
            param size string
            param count int
            output text string = '${size}${count}'
            """);
        folder.Write("names.bicep", """
            @export()
            var names = { first: 'a' }
            """);
        folder.Write("main.bicep", """
            import { names } from 'names.bicep'
            param location string
            param forgotten string
            resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
              name: 'account'
              location: location
              kind: 'StorageV2'
              sku: {}
              properties: {
                allowSharedkeyAccess: false
                allowBlobPublicAccess: 'no'
                networkAcls: { defaultAction: 'Perhaps' }
              }
            }
            resource old 'Microsoft.Storage/storageAccounts@1999-06-01' = {
              name: toLowr(names.second)
              location: locatoin
            }
            resource script 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
              name: 'script'
              location: location
              kind: 'AzureBash'
              properties: {}
            }
            module part 'part.bicep' = {
              params: {
                size: 'huge'
                cuont: 1
              }
            }
            module fetched 'br/public:avm/res/storage/storage-account:0.9.0' = {}
            output nothing string = part.outputs.nothing
            var list = [for item in ['a']: item
            output all array = list
            """);
        folder.Write("main.bicepparam", """
            using 'main.bicep'
            param location = 7
            """);

        var complaints = Bicep.Lint(folder.Path);

        complaints.Select(complaint => Complaint().Replace(complaint, "${place} ${code}")).ShouldBe(
            [
                "main.bicep(3,7) no-unused-params",
                "main.bicep(8,3) BCP035", // a property is missing
                "main.bicep(10,5) BCP089", // there is no such property
                "main.bicep(11,28) BCP036", // a value of another type
                "main.bicep(12,35) BCP036", // a value that is not allowed
                "main.bicep(15,14) BCP081", // no such version
                "main.bicep(16,9) BCP082", // no such function
                "main.bicep(16,22) BCP053", // no such member
                "main.bicep(17,13) BCP057", // no such name
                "main.bicep(22,9) BCP036",
                "main.bicep(26,3) BCP035", // a parameter is missing
                "main.bicep(27,11) BCP036",
                "main.bicep(28,5) BCP037", // no such parameter
                "main.bicep(31,16) BCP190", // nothing is fetched
                "main.bicep(32,38) BCP053", // no such output
                "main.bicep(33,5) no-unused-vars",
                "main.bicep(34,1) BCP018", // a bracket is missing
                "main.bicepparam(1,7) BCP258", // a parameter is missing
                "main.bicepparam(1,7) BCP104", // its template has mistakes
                "main.bicepparam(2,18) BCP033", // a value of another type
            ],
            ignoreOrder: true);
    }

    [GeneratedRegex(@"^.*[/\\](?<place>\S+) : \w+ (?<code>[\w-]+): .*$")]
    private static partial Regex Complaint();
}
