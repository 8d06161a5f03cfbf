using Focusflow.Core.Storage;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Storage;

/// <summary>Makes the containers of an emulator before the first request.</summary>
internal sealed class ContainerCreation(IDocumentStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.EnsureCreatedAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
