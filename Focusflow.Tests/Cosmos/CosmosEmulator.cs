using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Focusflow.Cosmos;
using Focusflow.Tests.Infrastructure;
using Microsoft.Azure.Cosmos;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>
/// The emulator of <c>tools/cosmos-emulator</c>, started for a test class (as a class fixture) on a free port and stopped
/// after it. Without Node.js there is none: call <see cref="SkipWithoutIt"/> first, and the tests are skipped with the reason.
/// </summary>
public sealed partial class CosmosEmulator : IAsyncLifetime
{
    private static readonly NodeTool Tool = new("tools/cosmos-emulator");

#pragma warning disable MA0039 // the emulator's certificate is its own, and expired
    private readonly HttpClient control = new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });
#pragma warning restore MA0039
    private Process? server;
    private Uri? address;
    private CosmosClient? client;
    private string? missing;

    /// <summary>How the app would be told to use it.</summary>
    public CosmosOptions Options => new()
    {
        Endpoint = address,
        Key = Convert.ToBase64String(new byte[64]),
        AllowUntrustedCertificate = true,
        Database = "contract",
        ThrottlingBudget = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>The settings that put an app on it, in a database of its own.</summary>
    public (string Key, string? Value)[] Settings =>
    [
        ("Focusflow:Cosmos:Endpoint", Options.Endpoint!.ToString()),
        ("Focusflow:Cosmos:Key", Options.Key),
        ("Focusflow:Cosmos:AllowUntrustedCertificate", "true"),
        ("Focusflow:Cosmos:Database", $"app-{Guid.NewGuid():N}"),
    ];

    public CosmosClient Client => client ??= CosmosClients.Create(Options);

    public async ValueTask InitializeAsync()
    {
        missing = await Tool.InstallAsync();
        if (missing is not null)
            return;

        // It ends when its standard input closes, that is, also when the tests are killed.
        server = Process.Start(new ProcessStartInfo("node", ["server.js", "--port", "0", "--stop-with-parent"])
        {
            WorkingDirectory = Tool.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await server.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit, TimeProvider.System);
        var match = Address().Match(line ?? "");
        address = match.Success ? new Uri(match.Value) : throw new InvalidOperationException($"The emulator did not start: {line}");
        _ = server.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Skips the calling test when there is no emulator.</summary>
    public void SkipWithoutIt() => Assert.SkipWhen(missing is not null, missing ?? "");

    /// <summary>Moves the emulator's clock forward.</summary>
    public Task PassAsync(TimeSpan time) => PostAsync("clock", new { advance = time.TotalSeconds });

    /// <summary>Makes it refuse the next requests for documents.</summary>
    public Task RefuseAsync(int status, int count, int? retryAfter = null) => PostAsync("refusals", new { status, count, retryAfter });

    /// <summary>Makes it lose the answers of the next writes, and take its time with everything.</summary>
    public Task LoseAsync(int count, bool carriedOut = true, int delay = 0) => PostAsync("losses", new { count, carriedOut, delay });

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        control.Dispose();
        if (server is { HasExited: false })
            server.Kill();
        server?.Dispose();
        return default;
    }

    private async Task PostAsync(string what, object body) =>
        (await control.PostAsJsonAsync(new Uri(address!, "_emulator/" + what), body)).EnsureSuccessStatusCode();

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
