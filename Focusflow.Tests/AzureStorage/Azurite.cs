using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Focusflow.Tests.Infrastructure;
using Xunit;

namespace Focusflow.Tests.AzureStorage;

/// <summary>
/// Azurite, Microsoft's emulator of Azure Storage, started for a test class on free ports, in memory. Without Node.js there is none:
/// call <see cref="SkipWithoutIt"/> first, and the tests are skipped with the reason.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    // The account that every Azurite has, and its key, which is no secret.
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey="
        + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    private static readonly NodeTool Tool = new("tools/azurite");

    private Process? server;
    private string? missing;

    /// <summary>How Azure Storage's clients reach it.</summary>
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        missing = await Tool.InstallAsync();
        if (missing is not null)
            return;

        var (blob, queue, table) = (FreePort(), FreePort(), FreePort());
        ConnectionString = Account
            + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;";
        server = Process.Start(new ProcessStartInfo(
            "node",
            [
                Path.Combine("node_modules", "azurite", "dist", "src", "azurite.js"), "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", Text(blob), "--queuePort", Text(queue), "--tablePort", Text(table),
            ])
        {
            WorkingDirectory = Tool.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await WaitUntilItListensAsync([blob, queue, table]);
    }

    /// <summary>Skips the calling test when there is no Azurite.</summary>
    public void SkipWithoutIt() => Assert.SkipWhen(missing is not null, missing ?? "");

    public ValueTask DisposeAsync()
    {
        server?.Kill(entireProcessTree: true);
        server?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilItListensAsync(int[] ports)
    {
        var output = server!.StandardOutput.ReadToEndAsync();
        var errors = server.StandardError.ReadToEndAsync();
        var waited = Stopwatch.StartNew();
        foreach (var port in ports)
        {
            while (!await ListensAsync(port))
            {
                if (server.HasExited)
                    throw new InvalidOperationException($"Azurite did not start: {await output}{await errors}");
                if (waited.Elapsed > Patience.Limit)
                    throw new TimeoutException($"Azurite does not listen on port {port}.");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
