using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>What the Bicep compiler would refuse, found without it (see tools/bicep-check).</summary>
public sealed class BicepTests
{
    [Fact]
    public async Task The_checker_finds_nothing_in_our_templates()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam")
            .Order(StringComparer.Ordinal)
            .ToArray();

        var (code, output) = await CheckAsync(files);

        output.Trim().ShouldBe($"{files.Length} files, 0 findings");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task The_checker_finds_planted_mistakes()
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
        var main = folder.Write("main.bicep", """
            import { names } from 'names.bicep'
            param location string
            param forgotten string
            resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
              name: names.second
              location: locatoin
              kind: 'StorageV2'
              sku: {}
              properties: {
                allowSharedkeyAccess: false
                allowBlobPublicAccess: 'no'
                networkAcls: { defaultAction: 'Perhaps' }
              }
            }
            resource old 'Microsoft.Storage/storageAccounts@2019-06-01' = {
              name: toLowr(location)
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
            output nothing string = part.outputs.nothing
            """);
        var parameters = folder.Write("main.bicepparam", """
            using 'main.bicep'
            param location = 7
            """);

        var (code, output) = await CheckAsync([main, parameters]);

        code.ShouldBe(1);
        Lines(output.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).ShouldBe(Lines("""
            main.bicep:3:7 'forgotten' is never used
            main.bicep:5:15 'names' has no member 'second'
            main.bicep:6:13 'locatoin' is not declared
            main.bicep:8:8 account: sku: required 'name' is missing
            main.bicep:10:5 account: properties: no property 'allowSharedkeyAccess', did you mean 'allowSharedKeyAccess'?
            main.bicep:11:28 account: properties.allowBlobPublicAccess wants a bool, got a string
            main.bicep:12:35 account: properties.networkAcls.defaultAction is 'Perhaps', allowed: Allow, Deny
            main.bicep:15:1 old: Microsoft.Storage/storageAccounts is known at 2026-04-01, not at 2019-06-01
            main.bicep:16:9 unknown function 'toLowr'
            main.bicep:21:9 script: kind is 'AzureBash', allowed: AzureCLI, AzurePowerShell
            main.bicep:24:1 module part needs parameter 'count'
            main.bicep:26:11 module part: size is 'huge', allowed: small, large
            main.bicep:27:5 module part has no parameter 'cuont'
            main.bicep:30:38 module part has no output 'nothing'
            main.bicepparam:1:1 main.bicep needs parameter 'forgotten'
            main.bicepparam:2:18 main.bicep: location wants a string, got an int
            2 files, 16 findings
            """));
    }

    [Fact]
    public async Task The_checker_finds_broken_syntax()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("main.bicep", "var list = [for item in ['a']: item\noutput all array = list\n");

        var (code, output) = await CheckAsync([file]);

        code.ShouldBe(1);
        output.ShouldContain("syntax:");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Trim().Split('\n');

    private static async Task<(int ExitCode, string Output)> CheckAsync(string[] files)
    {
        var tool = new NodeTool("bicep-check");
        var missing = await tool.InstallAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        return (await tool.RunAsync("node", ["check.mjs", .. files]))!.Value;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("focusflow-bicep-").FullName;

        public string Write(string name, string text)
        {
            var file = System.IO.Path.Combine(Path, name);
            File.WriteAllText(file, text + "\n");
            return file;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
