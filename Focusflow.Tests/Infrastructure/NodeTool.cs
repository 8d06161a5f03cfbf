using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// A folder under <c>tools/</c> with an npm package that tests run. Installed by the first test that needs it, once for all
/// test processes; where Node is missing, that test is skipped and says so.
/// </summary>
internal sealed class NodeTool
{
    private readonly string folder;

    private NodeTool(string folder) => this.folder = folder;

    /// <summary>Gives the tool, installed. Skips the calling test when there is no Node.</summary>
    public static async Task<NodeTool> ReadyAsync(string name, CancellationToken cancellation)
    {
        Assert.SkipUnless(await HasNodeAsync(cancellation), $"Node.js is not installed; tools/{name} cannot run.");
        var tool = new NodeTool(Repository.PathOf($"tools/{name}"));
        await tool.InstallAsync(cancellation);
        return tool;
    }

    /// <summary>Runs a script of the tool to its end.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string[] arguments, CancellationToken cancellation) =>
        RunAsync("node", arguments, folder, cancellation);

    private static async Task<bool> HasNodeAsync(CancellationToken cancellation)
    {
        try
        {
            return (await RunAsync("node", ["--version"], Repository.Root, cancellation)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private async Task InstallAsync(CancellationToken cancellation)
    {
        await using var alone = await LockAsync(cancellation);
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
            return;

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var (code, output) = await RunAsync(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, cancellation);
        if (code != 0)
            throw new InvalidOperationException($"npm ci failed in {folder}:\n{output}");
    }

    /// <summary>Waits until no other process installs the same tool.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "obj", "install.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string program, string[] arguments, string folder, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
