using System.Reflection;
using Focusflow.LocalRuntime.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder for the functions of the entry assembly.</summary>
    /// <param name="args">The command line.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var options = CommandLineHost.OrExit(() => CommandLine.Read(args, Assembly.GetEntryAssembly()!), exitCode: 2);
        return new(CommandLineHost.OrExit(() => new LocalHostBuilder(options), exitCode: 1), ownsProcess: true);
    }
}
