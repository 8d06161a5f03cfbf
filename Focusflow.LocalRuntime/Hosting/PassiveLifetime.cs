using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>For a host that is one of many in a process: no signal stops it.</summary>
internal sealed class PassiveLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
