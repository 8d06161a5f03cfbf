using System.Reflection;
using Focusflow.Core.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Runs an app in a process of its own: tells what it serves, and ends with a sentence when it cannot.</summary>
public static class LocalHost
{
    private const int Refused = 1;
    private const int WrongCommandLine = 2;

    /// <summary>Runs until a signal ends it; gives the process's exit code.</summary>
    /// <param name="args">The command line; see <c>docs/local-runtime.md</c>.</param>
    /// <param name="app">The assembly with the functions, built with the worker SDK.</param>
    /// <param name="configure">What the app's Program.cs does with the worker's builder.</param>
    public static async Task<int> RunAsync(string[] args, Assembly app, Action<LocalHostBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var exitCode = WrongCommandLine;
        try
        {
            var options = CommandLine.Read(args, app);
            exitCode = Refused;
            var builder = new LocalHostBuilder(options);
            configure(builder);
            await using var host = await HostStart.StartAsync(builder);
            Banner.Write(host, Console.Out);
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            foreach (var reason in refused.Reasons)
                await Console.Error.WriteLineAsync(reason);
            return exitCode;
        }
        catch (WrongSettingException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return Refused;
        }
    }
}
