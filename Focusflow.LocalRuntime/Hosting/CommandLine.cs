using Microsoft.Azure.Functions.Worker.Builder;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Reads the command line of a function app.</summary>
internal static class CommandLine
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        _ = args;
        return new(new LocalHostBuilder());
    }
}
