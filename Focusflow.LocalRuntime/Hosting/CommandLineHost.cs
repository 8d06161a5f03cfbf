using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>A host that a process was started for: tells what it serves, and ends the process with a sentence when it cannot.</summary>
internal sealed class CommandLineHost(WebApplication app) : IHost, IAsyncDisposable
{
    /// <inheritdoc/>
    public IServiceProvider Services => app.Services;

    /// <summary>Runs a step of the start; what refuses it goes to the error stream.</summary>
    /// <param name="step">The step.</param>
    /// <param name="exitCode">What the process ends with: 2 for a wrong command line, else 1.</param>
    public static T OrExit<T>(Func<T> step, int exitCode)
    {
        try
        {
            return step();
        }
        catch (StartRefusedException refused)
        {
            return Exit<T>(refused, exitCode);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (StartRefusedException refused)
        {
            Exit<int>(refused, exitCode: 1);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Exit<int>(new StartRefusedException($"{error.Message} Name another port with --port, or 0 for any free one."), exitCode: 1);
        }

        Banner.Write(app, Console.Out);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)app).Dispose();

    private static T Exit<T>(StartRefusedException refused, int exitCode)
    {
        foreach (var reason in refused.Reasons)
            Console.Error.WriteLine(reason);
        Environment.Exit(exitCode);
        throw refused;
    }
}
