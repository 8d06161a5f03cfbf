using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Focusflow.Benchmarks;

/// <summary>A server in a process of its own, on a free port.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process process;

    private Server(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The most memory that the process ever held, in MB (Linux; 0 elsewhere).</summary>
    public double PeakMegabytes => Status("VmHWM");

    /// <summary>The processor time that the process has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static Server Floor()
    {
        var port = FreePort();
        return Start(port, "dotnet", [typeof(Server).Assembly.Location, "floor", port.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>The app.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="clock">When its virtual clock starts; null for the real one.</param>
    /// <param name="settings">Settings other than those of every run.</param>
    public static Server Focusflow(string data, string? clock = null, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        var app = Path.Combine(Repository(), "Focusflow.Local", "bin", Configuration, "net10.0", "Focusflow.Local.dll");
        return Start(port, "dotnet", [app, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data, .. clock is null ? (string[])[] : ["--clock", "virtual=" + clock]], settings);
    }

    /// <summary>Waits until a path answers 200.</summary>
    public async Task WaitAsync(HttpClient client, string path, string? token = null)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}{path}");
                if (token is not null)
                    request.Headers.Authorization = new("Bearer", token);
                using var answer = await client.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System); // each refusal is an exception, which takes a core from who starts
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    private static Server Start(int port, string file, string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Focusflow__RateLimit__Enabled"] = "false";
        foreach (var kind in (string[])["task", "focusSession", "timeLog"])
            start.Environment[$"Focusflow__Quotas__{kind}"] = "100000000"; // one user writes more here than in a life
        start.Environment["AzureFunctionsJobHost__logging__logLevel__Focusflow"] = "Warning"; // the floor logs nothing either
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["Focusflow__Accounts__PasswordIterations"] = "1000"; // the set-up registers many users
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                Console.Error.WriteLine(text);
        };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return new Server(started, port);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Focusflow.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Run the benchmark from within the repository.");
    }

    private double Status(string field)
    {
        var file = $"/proc/{process.Id}/status";
        if (!File.Exists(file))
            return 0;
        var line = File.ReadLines(file).First(text => text.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
