using Focusflow.LocalRuntime.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class StreamingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly Signals signals = new();

    [Fact]
    public async Task A_response_streams_and_a_client_that_goes_away_fires_the_token()
    {
        await using var app = await StartAsync();
        using var answer = await app.Client.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);
        var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await stream.ReadLineAsync().WaitAsync(Soon)).ShouldBe("data: first");
        signals.More.SetResult();
        (await stream.ReadLineAsync().WaitAsync(Soon)).ShouldBe("data: second");
        answer.Dispose();

        await signals.Gone.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_failure_after_the_answer_has_begun_breaks_the_connection()
    {
        await using var app = await StartAsync();

        await Should.ThrowAsync<HttpRequestException>(app.Client.GetAsync("/api/half").WaitAsync(Soon));
    }

    [Fact]
    public async Task A_stream_does_not_hold_up_the_end_of_the_host()
    {
        var app = await StartAsync();
        using var answer = await app.Client.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);

        await app.DisposeAsync().AsTask().WaitAsync(Soon);

        await signals.Gone.Task.WaitAsync(Soon);
    }

    private Task<LocalApp> StartAsync() => LocalApp.StartAsync(LocalAppOptions.For([typeof(Streams)], builder =>
    {
        builder.Services.AddSingleton(signals);
    }));

    public sealed class Signals
    {
        public TaskCompletionSource More { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Streams(Signals signals)
    {
        [Function("Stream")]
        public async Task Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request, CancellationToken cancellation)
        {
            var response = request.HttpContext.Response;
            response.ContentType = "text/event-stream";
            try
            {
                await response.WriteAsync("data: first\n", cancellation);
                await signals.More.Task.WaitAsync(cancellation);
                await response.WriteAsync("data: second\n", cancellation);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }
            catch (OperationCanceledException)
            {
                signals.Gone.SetResult();
                throw;
            }
        }

        [Function("Half")]
        public async Task Half([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "half")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("in the middle");
        }
    }
}
