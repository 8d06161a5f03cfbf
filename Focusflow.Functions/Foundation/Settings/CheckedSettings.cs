using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Foundation.Settings;

/// <summary>Has settings read at the start, so that what is wrong with them is said then, not when they are first needed.</summary>
internal sealed class CheckedSettings<TOptions> : IHostedService
    where TOptions : class
{
    public CheckedSettings(TOptions options) => ArgumentNullException.ThrowIfNull(options);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
