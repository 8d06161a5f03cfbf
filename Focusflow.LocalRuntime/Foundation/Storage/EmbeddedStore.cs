using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Foundation.Storage;

/// <summary>The store that the runtime gives an app which brings none of its own, in the file of the data folder.</summary>
internal sealed class EmbeddedStore(SqliteDatabase database, TimeProvider clock)
{
    private readonly Lazy<SqliteDocumentStore> store = new(() => new SqliteDocumentStore(database, clock));

    /// <summary>Whether the app uses it.</summary>
    public bool IsUsed => store.IsValueCreated;

    /// <summary>The store.</summary>
    public IDocumentStore Open() => store.Value;
}

/// <summary>Prepares the embedded store at the start, before anything of the app runs.</summary>
internal sealed class EmbeddedStoreService(IServiceProvider services, EmbeddedStore embedded) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The app may have put another store in its place, or wrapped it.
        services.GetService<IDocumentStore>();
        if (embedded.IsUsed)
            await embedded.Open().EnsureCreatedAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
