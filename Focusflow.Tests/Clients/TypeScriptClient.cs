using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Clients;

/// <summary>The package in <c>clients/typescript</c>: its types are generated and it is compiled once for all tests, which are skipped without Node.js.</summary>
internal static class TypeScriptClient
{
    public const string Folder = "clients/typescript";

    private static readonly NodeTool Tool = new(Folder);
    private static readonly Lazy<Task<string?>> Build = new(async () =>
    {
        if (await Tool.InstallAsync() is { } missing)
            return missing;
        await using var alone = await FileLock.TakeAsync("clients-typescript-build", TimeSpan.FromMinutes(5));
        await RunAsync("node", "node_modules/openapi-typescript/bin/cli.js", "../../docs/openapi.json", "--output", "src/api.ts");
        await RunAsync("node", "node_modules/typescript/bin/tsc");
        await RunAsync("node", "node_modules/typescript/bin/tsc", "--project", "test");
        return null;
    });

    public static async Task BuildAsync()
    {
        var missing = await Build.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    /// <summary>Runs a program in the package's folder; it must end well.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var run = await Tool.RunAsync(program, arguments);
        run!.Value.ExitCode.ShouldBe(0, run.Value.Output);
        return run.Value.Output;
    }
}
