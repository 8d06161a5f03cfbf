using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Focusflow.Tests.Worker;

/// <summary>The process of a worker, started as the host does. Killed when it is disposed of, or when the tests end.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    // The worker does not notice that its host is gone. The shell does, by its standard input, also when the tests are killed.
    private const string EndsWithParent = """
        exec 3<&0
        "$@" </dev/null 3<&- & worker=$!
        { read -r _; kill -9 $worker; } <&3 & watch=$!
        wait $worker; code=$?
        kill $watch
        exit $code
        """;


    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private WorkerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>What it wrote to the console.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts it.</summary>
    /// <param name="folder">The published app.</param>
    /// <param name="host">Where to report.</param>
    /// <param name="workerId">As whom.</param>
    /// <param name="settings">The app settings; keys with colons.</param>
    public static WorkerProcess Start(string folder, Uri host, string workerId, IEnumerable<(string Key, string? Value)> settings)
    {
        string[] command =
        [
            "dotnet", Path.GetFileName(Directory.GetFiles(folder, "*.runtimeconfig.json").Single()).Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal),
            "--host", host.Host, "--port", $"{host.Port}", "--workerId", workerId, "--requestId", workerId, "--grpcMaxMessageLength", "2147483647",
            "--functions-uri", host.ToString(), "--functions-worker-id", workerId, "--functions-request-id", workerId,
            "--functions-grpc-max-message-length", "2147483647",
        ];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("sh", ["-c", EndsWithParent, "sh", .. command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.WorkingDirectory = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>The most memory that it has held, in megabytes (Linux only).</summary>
    public double PeakMegabytes()
    {
        var line = File.ReadLines($"/proc/{WorkerId()}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>How long it has kept a processor busy (Linux only).</summary>
    public TimeSpan ProcessorTime()
    {
        using var worker = Process.GetProcessById(WorkerId());
        return worker.TotalProcessorTime;
    }

    /// <summary>Waits for its end; gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience.Limit, TimeProvider.System);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private int WorkerId() => int.Parse(File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture);

    private void Kill(object? sender, EventArgs e)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
