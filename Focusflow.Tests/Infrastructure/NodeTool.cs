using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// A folder with an npm package that tests run. The first test that needs it installs it, once for all
/// test processes.
/// </summary>
/// <param name="folder">The folder, such as <c>tools/smtp</c>.</param>
internal sealed class NodeTool(string folder)
{
    private const int OldestNode = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The folder.</summary>
    public string Folder { get; } = Repository.PathOf(folder);

    /// <summary>Gives null when the tool is installed, or a sentence why it cannot run here (tests are skipped with it).</summary>
    public async Task<string?> InstallAsync()
    {
        if (await RunAsync("node", "--version") is not { ExitCode: 0 } node)
            return $"Node.js {OldestNode} or later is needed to run {folder}, and there is none.";
        if (!int.TryParse(node.Output.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var version) || version < OldestNode)
            return $"Node.js {OldestNode} or later is needed to run {folder}, not {node.Output.Trim()}.";
        if (IsInstalled())
            return null;

        // Several test processes may start at once; one installs, the others wait for it.
        await using var alone = await FileLock.TakeAsync(folder.Replace('/', '-'), Patience);
        if (IsInstalled())
            return null;
        string[] install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        var npm = OperatingSystem.IsWindows() ? await RunAsync("cmd", ["/c", "npm", .. install]) : await RunAsync("npm", install);
        return npm is { ExitCode: 0 } && IsInstalled()
            ? null
            : throw new InvalidOperationException($"npm ci in {Folder} failed: {npm?.Output ?? "there is no npm"}");
    }

    /// <summary>Runs a program in the tool's folder to its end; null when there is no such program.</summary>
    public async Task<(int ExitCode, string Output)?> RunAsync(string program, params string[] arguments)
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
            return null;
        }
    }

    // npm writes a lock file of its own when it has finished.
    private bool IsInstalled()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
    }
}
