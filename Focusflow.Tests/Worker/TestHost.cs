using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Focusflow.Tests.Worker;

/// <summary>What of the Functions host its workers talk to: the stream of messages, and the durable extension's service.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestHost(WebApplication app)
    {
        this.app = app;
        Url = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Where workers report.</summary>
    public HostService Workers => app.Services.GetRequiredService<HostService>();

    /// <summary>What workers asked of the durable extension.</summary>
    public RecordingHub Hub => app.Services.GetRequiredService<RecordingHub>();

    /// <summary>Starts it on a free port.</summary>
    public static async Task<TestHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = int.MaxValue);
        builder.Services.AddSingleton<HostService>().AddSingleton<RecordingHub>();
        var built = builder.Build();
        built.MapGrpcService<HostService>();
        built.MapGrpcService<RecordingHub>();
        await built.StartAsync();
        return new TestHost(built);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }
}
