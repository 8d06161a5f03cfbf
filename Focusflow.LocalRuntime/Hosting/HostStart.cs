using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Builds a host and starts it. What keeps it from starting and is no bug becomes a sentence.</summary>
internal static class HostStart
{
    /// <summary>Gives the running host; throws <see cref="StartRefusedException"/>, and leaves nothing behind then.</summary>
    public static async Task<WebApplication> StartAsync(LocalHostBuilder builder, CancellationToken cancellation = default)
    {
        WebApplication? host = null;
        try
        {
            host = builder.Build();
            await host.StartAsync(cancellation);
            return host;
        }
        catch (Exception error)
        {
            if (host is not null)
                await host.DisposeAsync();
            builder.Folder.Dispose();
            if (Reason(error, builder.Folder) is { } reason)
                throw new StartRefusedException(reason);
            throw;
        }
    }

    private static string? Reason(Exception error, DataFolder folder) => error switch
    {
        AggregateException { InnerExceptions: [var only] } => Reason(only, folder),
        IOException { InnerException: AddressInUseException } => $"{error.Message} Name another port with --port, or 0 for any free one.",
        SqliteException sqlite => $"The database {folder.Database} cannot be used. {SqliteOutage.Describe(sqlite)}{Advice(sqlite)}",
        _ when FileTrouble.Is(error) => FileTrouble.Describe(folder.Path, error),
        _ => null,
    };

    private static string Advice(SqliteException error) => SqliteOutage.IsDamage(error)
        ? " Bring it back from a copy, or move it away to begin with an empty one."
        : "";
}
