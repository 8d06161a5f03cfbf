using System.Net;
using System.Net.Sockets;
using System.Text;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>A client that leaves is no failure, however it shows.</summary>
public sealed class ClientLeftTests : IAsyncLifetime
{

    private readonly Lines log = new();
    private Action<TwoTokens>? fault;
    private LocalApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(options => options with
        {
            Logging = logging => logging.AddProvider(log),
            Configure = builder =>
            {
                // Outside of the app's middleware its token is put in; inside, where the function would run, something happens.
                builder.Use(next => context => next(new TwoTokens(context)));
                builder.AddFocusflow();
                builder.Use(next => context =>
                {
                    var tokens = (TwoTokens)context;
                    fault?.Invoke(tokens);
                    return next(tokens.Inner);
                });
            },
        });
        client = new HttpClient { BaseAddress = app.Url }; // gets to see what is meant for nobody's eyes
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return app.DisposeAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task It_is_known_by_either_token_whichever_fires_first(bool functions, bool requests)
    {
        foreach (var error in new Exception[] { new OperationCanceledException(), new TaskCanceledException(), new IOException("The connection was closed.") })
        {
            fault = tokens =>
            {
                tokens.Cancel(functions, requests);
                throw error;
            };

            var answer = await client.GetAsync("/api/health/live");

            ((int)answer.StatusCode).ShouldBe(499);
        }

        log.Errors.ShouldBeEmpty();
        log.All.Count(line => line.Contains("GET /health/live 499", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task It_is_known_by_what_its_connection_throws()
    {
        foreach (var error in new Exception[] { new ConnectionResetException("reset"), new ConnectionAbortedException() })
        {
            fault = _ => throw error;
            ((int)(await client.GetAsync("/api/health/live")).StatusCode).ShouldBe(499);
        }

        log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_is_one_though_the_client_has_left_and_so_is_waiting_in_vain_for_something_else()
    {
        fault = tokens =>
        {
            tokens.Cancel(true, true);
            throw new InvalidOperationException("a bug");
        };
        (await client.GetAsync("/api/health/live")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fault = _ => throw new TaskCanceledException("some other time-out");
        (await client.GetAsync("/api/health/live")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        log.Errors.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("POST", "/api/auth/login", "Content-Length: 1000")]
    [InlineData("POST", "/api/auth/login", "Transfer-Encoding: chunked")]
    [InlineData("POST", "/api/auth/register", "Content-Length: 1000\r\nIdempotency-Key: k1")]
    public async Task A_reset_while_the_body_is_read_is_no_failure(string method, string path, string header)
    {
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(app.Url.Host, app.Url.Port);
            connection.LingerState = new LingerOption(enable: true, seconds: 0); // closing resets
            var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            fault = _ => reading.TrySetResult();
            var start = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{header}\r\n\r\n{(header.Contains("chunked", StringComparison.Ordinal) ? "8\r\n{\"email\"\r\n" : "{\"email\"")}";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(start));
            if (!header.Contains("Idempotency", StringComparison.Ordinal)) // where the body is read before the function is reached
                await reading.Task.WaitAsync(Patience.Limit);
        }

        var line = await LineAsync(path["/api".Length..]);
        line.ShouldMatch(" (499|400) "); // 400 when the server sees an end before it sees the reset
        log.Errors.ShouldBeEmpty();
    }

    private async Task<string> LineAsync(string route)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            if (log.All.FirstOrDefault(line => line.Contains($" {route} ", StringComparison.Ordinal) && line.Contains("RequestLog", StringComparison.Ordinal)) is { } line)
                return line;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>An invocation as on the Functions host, where the function's token is not the request's.</summary>
    private sealed class TwoTokens(FunctionContext inner) : FunctionContext
    {
        private readonly CancellationTokenSource functions = new();

        public FunctionContext Inner => inner;

        public override string InvocationId => inner.InvocationId;

        public override string FunctionId => inner.FunctionId;

        public override TraceContext TraceContext => inner.TraceContext;

        public override BindingContext BindingContext => inner.BindingContext;

        public override RetryContext RetryContext => inner.RetryContext;

        public override IServiceProvider InstanceServices { get => inner.InstanceServices; set => inner.InstanceServices = value; }

        public override FunctionDefinition FunctionDefinition => inner.FunctionDefinition;

        public override IDictionary<object, object> Items { get => inner.Items; set => inner.Items = value; }

        public override IInvocationFeatures Features => inner.Features;

        public override CancellationToken CancellationToken => functions.Token;

        public void Cancel(bool function, bool request)
        {
            if (function)
                functions.Cancel();
            if (request)
                inner.GetHttpContext()!.RequestAborted = new CancellationToken(canceled: true);
        }
    }
}
