using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>
/// Creates missing containers. An emulator is empty, so who asks for documents first has them created and waits; on Azure they are there,
/// and asking, beside the start, only opens connections, which is waiting for the network mostly. A database that is away keeps nobody
/// waiting any longer; it is tried again until it has answered.
/// </summary>
internal sealed partial class CosmosPreparation(
    CosmosDocumentStore store, CosmosOptions options, CosmosGate gate, ILogger<CosmosPreparation> logger)
    : IHostedService, IDisposable
{
    // An emulator is near: until then the processor has other things to do than to make a client that nobody has asked for.
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private Task preparation = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var first = new Lazy<Task<bool>>(() => Task.Run(() => TryAsync(stopping.Token), CancellationToken.None));
        preparation = PrepareAsync(first, stopping.Token);
        if (options.Key is not null)
            gate.Close(new Lazy<Task>(() => first.Value));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await preparation;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task PrepareAsync(Lazy<Task<bool>> first, CancellationToken cancellation)
    {
        if (options.Key is not null)
            await Task.Delay(AtRest, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isDone = cancellation.IsCancellationRequested || await first.Value;
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
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogAway(error); // or it answers what nobody expects
        }
        catch (OperationCanceledException)
        {
            // The app stops before it has quite started.
        }

        return false;
    }

    [LoggerMessage(LogLevel.Error, "Cosmos DB cannot be reached; requests will answer 503 until it can")]
    private partial void LogAway(Exception error);
}
