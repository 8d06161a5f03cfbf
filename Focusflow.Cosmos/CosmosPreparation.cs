using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>
/// Creates missing containers when the app starts. An emulator is empty, so the app waits; on Azure they are there, and
/// asking only opens the connections while the app starts. A database that is away does not keep the app from starting.
/// </summary>
internal sealed partial class CosmosPreparation(CosmosDocumentStore store, CosmosOptions options, ILogger<CosmosPreparation> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task preparation = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        preparation = PrepareAsync(stopping.Token);
        return options.Key is null ? Task.CompletedTask : preparation;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await preparation;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            await store.EnsureCreatedAsync(cancellation);
        }
        catch (StoreUnavailableException error)
        {
            LogAway(error);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The app stops before it has quite started.
        }
    }

    [LoggerMessage(LogLevel.Error, "Cosmos DB cannot be reached; requests will answer 503 until it can")]
    private partial void LogAway(Exception error);
}
