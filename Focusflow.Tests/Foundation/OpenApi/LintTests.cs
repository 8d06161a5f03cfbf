using System.Text.Json.Nodes;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>What others' linters say of the description; they run from tools/openapi.</summary>
public sealed class LintTests
{
    private static readonly NodeTool Tool = new("tools/openapi");

    [Fact]
    public async Task Spectral_finds_nothing_to_say() =>
        (await LintAsync("@stoplight/spectral-cli/dist/index.js", "--fail-severity", "hint")).ShouldContain("No results");

    [Fact]
    public async Task Redocly_finds_nothing_to_say()
    {
        var found = JsonNode.Parse(await LintAsync("@redocly/cli/bin/cli.js", "--format", "json"))!;

        found["problems"]!.AsArray().Select(problem => problem!.ToJsonString()).ShouldBeEmpty();
        found["totals"]!["warnings"]!.GetValue<int>().ShouldBe(0);
    }

    private static async Task<string> LintAsync(string program, params string[] arguments)
    {
        var missing = await Tool.InstallAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var run = await Tool.RunAsync("node", [Path.Combine("node_modules", program), "lint", .. arguments, Repository.PathOf("docs/openapi.json")]);
        run!.Value.ExitCode.ShouldBe(0, run.Value.Output);
        return run.Value.Output;
    }
}
