using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Hosting;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Testing;

/// <summary>An app from one start to its end.</summary>
internal sealed class LocalAppRun
{
    // Whoever stops a test's app has seen what he wanted; requests that stream are cut.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;

    private LocalAppRun(WebApplication app, LocalAppOptions options)
    {
        this.app = app;
        Url = new Uri(app.Urls.First());
        HttpMessageHandler handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        Client = new HttpClient(options.ClientHandler?.Invoke(handler) ?? handler) { BaseAddress = Url };
    }

    public IServiceProvider Services => app.Services;

    public Uri Url { get; }

    public HttpClient Client { get; }

    public static async Task<LocalAppRun> StartAsync(
        LocalAppOptions options, string folder, DateTimeOffset? now, CancellationToken cancellation)
    {
        var host = new LocalHostBuilder(new RuntimeOptions
        {
            Functions = options.Functions,
            ApplicationName = options.App.GetName().Name ?? "test",
            Port = 0,
            DataFolder = folder,
            DurableWrites = options.DurableWrites,
            VirtualClock = now is not null,
            ClockStart = now,
            Settings = new SettingsSources
            {
                HostJson = options.HostJson,
                LocalSettingsJson = options.LocalSettingsJson,
                Overrides = options.Settings,
            },
            Durable = options.Durable,
            Logging = options.Logging,
        });
        try
        {
            options.Configure(host);
            options.Customize?.Invoke(host);
        }
        catch
        {
            host.Folder.Dispose();
            throw;
        }

        return new LocalAppRun(await HostStart.StartAsync(host, cancellation), options);
    }

    public async Task StopAsync()
    {
        Client.Dispose();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Something did not want to end; it ends with the container.
        }

        await app.DisposeAsync();
    }

    public async Task CrashAsync()
    {
        // First the file, so that nothing that the end of the rest might cause is written any more.
        Services.GetRequiredService<SqliteDatabase>().Abandon();
        Services.GetRequiredService<DataFolder>().Dispose();
        await Services.GetRequiredService<IServer>().StopAsync(new CancellationToken(canceled: true));
        _ = EndAsync(); // the client stays, so that whoever waits for an answer sees the connection break
    }

    /// <summary>Frees what a killed process would have freed; how that goes is of no interest.</summary>
    private async Task EndAsync()
    {
        try
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await app.StopAsync(atOnce.Token);
            await app.DisposeAsync();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Everything here has lost its file.
        }
    }
}
