using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Focusflow.Functions;
using Focusflow.Tests.Foundation.Telemetry;
using Focusflow.Tests.Suite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>The app as a process of its own, as <c>dotnet run</c> starts it.</summary>
public sealed class ProcessTests : IDisposable
{

    private readonly string folder = Directory.CreateTempSubdirectory("focusflow-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_says_what_it_serves_and_ends_on_a_signal()
    {
        using var process = Start("--port", "0", "--data", folder, "--clock", "virtual=2025-09-29T08:00:00Z");
        var banner = new List<string>();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit) is { } line && banner.Count < 5)
        {
            banner.Add(line.Trim());
            LogCapture.Lines.Enqueue(line);
        }

        banner[0].ShouldStartWith("Focusflow.Functions (Development), clock: virtual, 2025-09-29T08:00:00Z");
        banner[1].ShouldMatch("^url +http://localhost:[0-9]+/api$");
        banner[2].ShouldMatch("^page +http://localhost:[0-9]+/runtime$");
        banner[3].ShouldStartWith($"store      {folder}");
        banner[4].ShouldMatch("^functions +[0-9]+: [0-9]+ HTTP, [0-9]+ timers, [0-9]+ orchestrators, [0-9]+ activities$");

        using var client = new HttpClient(EveryApp.Watched(new HttpClientHandler())) { BaseAddress = new Uri(banner[1].Split(' ')[^1].Replace("/api", "", StringComparison.Ordinal)) };
        (await client.GetStringAsync("/runtime/clock")).ShouldBe("""{"now":"2025-09-29T08:00:00Z"}""");
        (await client.GetAsync("/api/health/ready?who=ann@example.com")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var other = Start("--port", "0", "--data", folder);
        (await EndAsync(other)).ShouldBe((1, $"The data folder {folder} is in use by another host. Stop it, or name another folder with --data."));

        if (!OperatingSystem.IsWindows())
        {
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            var log = process.StandardOutput.ReadToEndAsync();
            (await EndAsync(process)).ShouldBe((0, ""));
            (await log).ShouldContain("GET /health/ready 200 in ");
            foreach (var line in (await log).Split('\n'))
                LogCapture.Lines.Enqueue(line);
        }
        else
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_wrong_command_line_ends_it_with_a_sentence()
    {
        using var process = Start("--clock", "noon");

        var (code, message) = await EndAsync(process);

        code.ShouldBe(2);
        message.ShouldBe("--clock must be virtual or virtual=START such as virtual=2025-09-29T08:00:00Z, not \"noon\".");
    }

    [Fact]
    public async Task A_setting_that_is_for_development_only_ends_it_with_a_sentence_elsewhere()
    {
        using var process = Start(
            start => (start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"], start.Environment["Focusflow__Webhooks__AllowLoopback"]) = ("Production", "true"),
            "--port", "0", "--data", folder);

        (await EndAsync(process)).ShouldBe((1, "The setting Focusflow:Webhooks:AllowLoopback is for Development only; elsewhere it would open the network behind the app."));
    }

    [Fact]
    public async Task More_connections_than_it_may_have_descriptors_are_refused_and_do_not_end_it()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no shell to lower the limit with.");
        using var process = Start(start => Limit(start, 336), "--port", "0", "--data", folder);
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit);
        var url = new Uri((await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit))!.Split(' ')[^1].Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        var log = process.StandardOutput.ReadToEndAsync();
        using var early = new HttpClient(EveryApp.Watched(new HttpClientHandler()));
        (await early.GetAsync($"{url}/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var idle = new List<TcpClient>();
        for (var i = 0; i < 400; i++)
        {
            var client = new TcpClient();
            idle.Add(client);
            await client.ConnectAsync(url.Host, url.Port).WaitAsync(Patience.Limit);
        }

        // Who is connected is served on, files are opened as before, and when others have gone there is room again.
        for (var i = 0; i < 20; i++)
            (await early.GetAsync($"{url}/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        process.HasExited.ShouldBeFalse();
        idle.ForEach(client => client.Dispose());
        await RoomAgainAsync(url);

        process.Kill();
        foreach (var line in (await log).Split('\n'))
            LogCapture.Lines.Enqueue(line);
    }

    [Fact]
    public async Task With_fewer_descriptors_than_it_needs_for_itself_it_ends_with_a_sentence()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no shell to lower the limit with.");
        using var process = Start(start => Limit(start, 240), "--port", "0", "--data", folder);

        (await EndAsync(process)).ShouldBe((1, "This process may have 240 files open at a time and needs 336. Raise the limit, such as by: ulimit -n 1024"));
    }

    private static void Limit(ProcessStartInfo start, int descriptors)
    {
        start.FileName = "/bin/sh";
        start.ArgumentList.Insert(0, "-c");
        start.ArgumentList.Insert(1, $"ulimit -n {descriptors} && exec dotnet \"$@\"");
        start.ArgumentList.Insert(2, "sh");
    }

    private static async Task RoomAgainAsync(Uri url)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            try
            {
                using var late = new HttpClient(EveryApp.Watched(new HttpClientHandler()));
                (await late.GetAsync($"{url}/health/live", patience.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
                return;
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
                // The server has not noticed yet that they are gone.
            }
        }
    }

    private static async Task<(int Code, string Errors)> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, errors.Trim());
    }

    private Process Start(params string[] arguments) => Start(_ => { }, arguments);

    private Process Start(Action<ProcessStartInfo> change, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Focusflow.Local.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var name in (string[])["AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"])
            start.Environment.Remove(name);
        change(start);
        return Process.Start(start)!;
    }
}
