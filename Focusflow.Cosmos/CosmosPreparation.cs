using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>
/// Creates missing containers when the app starts. An emulator is empty, so the app waits; on Azure they are there, and
/// asking only opens the connections while the app starts. A database that is away does not keep the app from starting; it is
/// tried again until it has answered.
/// </summary>
internal sealed partial class CosmosPreparation(
    CosmosDocumentStore store, CosmosOptions options, ILogger<CosmosPreparation> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private Task preparation = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var first = TryAsync(stopping.Token);
        preparation = PrepareAsync(first, stopping.Token);
        return options.Key is null ? Task.CompletedTask : first;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await preparation;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task PrepareAsync(Task<bool> first, CancellationToken cancellation)
    {
        var isDone = await first;
        for (var pause = TimeSpan.FromSeconds(1); !isDone && !cancellation.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // The network's time, not the app's, which a developer may have stopped.
            await Task.Delay(pause, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isDone = await TryAsync(cancellation);
        }
    }

    /// <summary>Tries once; false when the database is away.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await store.EnsureCreatedAsync(cancellation);
            return true;
        }
        catch (StoreUnavailableException error)
        {
            LogAway(error);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The app stops before it has quite started.
        }

        return false;
    }

    [LoggerMessage(LogLevel.Error, "Cosmos DB cannot be reached; requests will answer 503 until it can")]
    private partial void LogAway(Exception error);
}
