using System.ComponentModel;
using System.Diagnostics;
using Focusflow.Tests.Infrastructure;

namespace Focusflow.Tests.Cosmos;

/// <summary>Makes sure that the emulator's packages are there, as its lock file says; <c>npm ci</c> the first time.</summary>
internal static class CosmosEmulatorInstallation
{
    private const int OldestNode = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Folder { get; } = Repository.PathOf("tools/cosmos-emulator");

    /// <summary>Answers null when the emulator can be started, or a sentence why it cannot.</summary>
    public static async Task<string?> EnsureAsync()
    {
        if (await RunAsync("node", "--version") is not { ExitCode: 0 } node)
            return $"Node.js {OldestNode} or later is needed to run the Cosmos DB emulator, and there is none.";
        if (!int.TryParse(node.Output.TrimStart('v').Split('.')[0], out var version) || version < OldestNode)
            return $"Node.js {OldestNode} or later is needed to run the Cosmos DB emulator, not {node.Output.Trim()}.";
        if (IsInstalled())
            return null;

        // Several test processes may start at once; one installs, the others wait for it.
        await using var _ = await LockAsync();
        if (IsInstalled())
            return null;
        var npm = OperatingSystem.IsWindows() ? await RunAsync("cmd", "/c", "npm", "ci") : await RunAsync("npm", "ci");
        return npm is { ExitCode: 0 } && IsInstalled()
            ? null
            : throw new InvalidOperationException($"npm ci in {Folder} failed: {npm?.Output ?? "there is no npm"}");
    }

    // npm writes a lock file of its own when it has finished.
    private static bool IsInstalled()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
    }

    private static async Task<FileStream> LockAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), "focusflow-cosmos-emulator.lock");
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    private static async Task<(int ExitCode, string Output)?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
        }
        catch (Win32Exception)
        {
            return null; // there is no such program
        }
    }
}
