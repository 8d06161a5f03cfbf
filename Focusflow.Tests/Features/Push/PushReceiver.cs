using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Tests.Features.Push;

/// <summary>A push service on this machine, which answers what a test says.</summary>
internal sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication server;

    private PushReceiver(WebApplication server) => this.server = server;

    /// <summary>What came in, the oldest first.</summary>
    public ConcurrentQueue<Pushed> Pushes { get; } = [];

    /// <summary>The status of each answer, by the path that was sent to.</summary>
    public Func<string, int> Status { get; set; } = static _ => StatusCodes.Status201Created;

    /// <summary>The <c>Retry-After</c> of each answer, or null.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Where it is.</summary>
    public string Url => server.Urls.First();

    public static async Task<PushReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new PushReceiver(builder.Build());
        receiver.server.Run(receiver.TakeAsync);
        await receiver.server.StartAsync();
        return receiver;
    }

    /// <summary>What was sent to a path.</summary>
    public IReadOnlyList<Pushed> To(string path) => [.. Pushes.Where(push => push.Path == path)];

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Pushes.Enqueue(new Pushed(http.Request.Path.Value!, new HeaderDictionary(http.Request.Headers.ToDictionary()), body.ToArray()));
        http.Response.StatusCode = Status(http.Request.Path.Value!);
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait;
    }
}

/// <summary>A push that came in.</summary>
internal sealed record Pushed(string Path, IHeaderDictionary Headers, byte[] Body);
