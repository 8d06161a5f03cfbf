using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Focusflow.Tests.Worker.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Focusflow.Tests.Worker;

/// <summary>
/// The host's side towards clients: finds the function of a request, tells the worker, and sends the request on to the
/// worker's own endpoint.
/// </summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private const string Prefix = "api/";

    private readonly Routes routes = new();
    private readonly HttpMessageInvoker sender = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(30), // so that a client that asks hears when the app reads
    });
    private readonly ConcurrentDictionary<string, string> running = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private RunningWorker worker = null!;
    private Uri target = null!;
    private int refusals;

    private FrontDoor(WebApplication app) => this.app = app;

    /// <summary>Where it is.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>How the invocations went, oldest first.</summary>
    public ConcurrentQueue<(string Function, InvocationResponse Response)> Invocations { get; } = new();

    /// <summary>How often the worker's endpoint did not listen yet.</summary>
    public int Refusals => refusals;

    /// <summary>How often a function has ended.</summary>
    public int CountOf(string function) => Invocations.Count(call => call.Function == function);

    /// <summary>The invocation of a function that is under way.</summary>
    public string Running(string function) => running.Single(call => call.Value == function).Key;

    /// <summary>Waits until an invocation of a function ends, beside so many that had; gives how the last went.</summary>
    public async Task<InvocationResponse> NextAsync(string function, int before = 0)
    {
        await UntilAsync(() => CountOf(function) > before);
        return Invocations.Last(call => call.Function == function).Response;
    }

    /// <summary>Opens it on a free port. As with the real host that comes before there is a worker; so far nothing is found there.</summary>
    public static async Task<FrontDoor> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var door = new FrontDoor(builder.Build());
        ((IEndpointRouteBuilder)door.app).DataSources.Add(door.routes);
        await door.app.StartAsync();
        return door;
    }

    /// <summary>Passes the requests on to a worker that has told its functions.</summary>
    public void PassOnTo(RunningWorker to)
    {
        worker = to;
        target = new Uri(worker.Init.Capabilities["HttpUri"]);
        routes.Set(worker.Functions
            .Where(function => (string)function.Trigger["type"]! == "httpTrigger")
            .GroupBy(function => (string)function.Trigger["route"]!, StringComparer.OrdinalIgnoreCase)
            .Select(route =>
            {
                var functions = route
                    .SelectMany(function => function.Trigger["methods"]!.AsArray().Select(method => ((string)method!, function)))
                    .ToDictionary(StringComparer.OrdinalIgnoreCase);
                return new RouteEndpoint(
                    http => PassOnAsync(http, functions.GetValueOrDefault(http.Request.Method)),
                    RoutePatternFactory.Parse(Prefix + route.Key), order: 0, EndpointMetadataCollection.Empty, route.Key);
            }));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
        sender.Dispose();
    }

    private async Task PassOnAsync(HttpContext http, WorkerFunction? function)
    {
        if (function is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var about = http.Request.RouteValues.Select(value => (value.Key, (string)value.Value!));
        running[id] = function.Name;
        var invocation = worker.Connection.InvokeAsync(worker.CallFor(function, id, about));
        await using var leaving = http.RequestAborted.Register(() => worker.Connection.Cancel(id));
        try
        {
            using var answer = await SendAsync(http, id);
            await CopyAsync(answer, http.Response, http.RequestAborted);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            if (http.Response.HasStarted)
                http.Abort();
            else
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        try
        {
            var response = await invocation;
            running.TryRemove(id, out _);
            Invocations.Enqueue((function.Name, response));
        }
        catch (WorkerGoneException)
        {
            // It ended before it could say how the call went. What it answered has arrived and stands.
        }
    }

    /// <summary>Sends a request on; like the real host it tries ten times while the worker's endpoint does not listen yet.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpContext http, string invocationId)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        for (var left = 9; ; left--)
        {
            try
            {
                return await sender.SendAsync(Copy(http.Request, invocationId), http.RequestAborted);
            }
            catch (HttpRequestException error) when (left > 0 && error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                Interlocked.Increment(ref refusals);
                await Task.Delay(pause, TimeProvider.System, http.RequestAborted);
                pause = pause < TimeSpan.FromMilliseconds(125) ? pause * 2 : TimeSpan.FromMilliseconds(250);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!happened())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }

    private HttpRequestMessage Copy(HttpRequest request, string invocationId)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget));
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody)
            copy.Content = new PassedOnBody(request.Body);
        foreach (var (name, values) in request.Headers)
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                copy.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        copy.Headers.TryAddWithoutValidation("x-ms-invocation-id", invocationId);
        return copy;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpResponse to, CancellationToken gone)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
            to.Headers[name] = values.ToArray();
        to.Headers.Remove("transfer-encoding");
        await to.StartAsync(gone);
        await PassedOnBody.CopyAsync(await from.Content.ReadAsStreamAsync(gone), to.Body, gone);
    }

    /// <summary>The routes, which are told while requests may come already.</summary>
    private sealed class Routes : EndpointDataSource
    {
        private CancellationTokenSource current = new();
        private IReadOnlyList<Endpoint> endpoints = [];

        public override IReadOnlyList<Endpoint> Endpoints => endpoints;

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(current.Token);

        public void Set(IEnumerable<Endpoint> all)
        {
            endpoints = [.. all];
            using var before = current;
            current = new CancellationTokenSource();
            before.Cancel();
        }
    }
}
