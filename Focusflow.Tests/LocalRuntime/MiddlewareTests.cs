using System.Collections.Concurrent;
using System.Net;
using Focusflow.LocalRuntime.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class MiddlewareTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> log = new();
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() => app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Guarded)], builder =>
    {
        builder.Services.AddSingleton(log);
        builder.Services.AddScoped<PerInvocation>();
        builder.UseMiddleware((context, next) => Note(context, next, "first"));
        builder.UseMiddleware<Gate>();
        builder.UseWhen(context => context.FunctionDefinition.Name == "Items", (context, next) =>
        {
            context.Items["shared"] = "from middleware";
            return next();
        });
    }));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Middleware_runs_in_the_order_of_registration_and_sees_the_request()
    {
        await app.Client.GetAsync("/api/plain");

        log.Where(line => !line.EndsWith("disposed", StringComparison.Ordinal)).ShouldBe(["first: request", "gate", "function", "gate left", "first left"]);
    }

    [Theory]
    [InlineData("action", 403, "{\"no\":1}")]
    [InlineData("result", 401, "\"no\"")]
    [InlineData("written", 418, "no")]
    [InlineData("nothing", 200, "")]
    public async Task Middleware_refuses_without_calling_the_function(string how, int status, string body)
    {
        var answer = await app.Client.GetAsync($"/api/plain?refuse={how}");

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(body);
        log.ShouldNotContain("function");
    }

    [Fact]
    public async Task An_exception_of_the_function_can_become_a_result()
    {
        var answer = await app.Client.GetAsync("/api/fails");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("caught");
    }

    [Fact]
    public async Task Headers_set_before_and_after_the_function_arrive()
    {
        var answer = await app.Client.GetAsync("/api/plain");

        answer.Headers.GetValues("x-before").ShouldBe(["1"]);
        answer.Headers.GetValues("x-after").ShouldBe(["PlainResult"]);
    }

    [Fact]
    public async Task Items_reach_the_function() => (await app.Client.GetStringAsync("/api/items")).ShouldBe("from middleware");

    [Fact]
    public async Task A_class_is_made_for_each_invocation_with_scoped_services_and_disposed_of()
    {
        var first = await app.Client.GetStringAsync("/api/scoped");
        var second = await app.Client.GetStringAsync("/api/scoped");

        first.ShouldStartWith("True ");
        second.ShouldNotBe(first);
        await app.RestartAsync(); // services are disposed of after the answer, at the latest now
        log.Count(line => line == "function disposed").ShouldBe(2);
        log.Count(line => line == "service disposed").ShouldBe(2);
    }

    private async Task Note(FunctionContext context, Func<Task> next, string name)
    {
        log.Enqueue($"{name}: {(context.GetHttpContext() is null ? "no request" : "request")}");
        await next();
        log.Enqueue($"{name} left");
    }

    public sealed class PerInvocation(ConcurrentQueue<string> log) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => log.Enqueue("service disposed");
    }

    public sealed class Gate(ConcurrentQueue<string> log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            log.Enqueue("gate");
            var http = context.GetHttpContext()!;
            http.Response.Headers["x-before"] = "1";
            switch (http.Request.Query["refuse"].ToString())
            {
                case "action":
                    context.GetInvocationResult().Value = new ObjectResult(new { no = 1 }) { StatusCode = 403 };
                    return;
                case "result":
                    context.GetInvocationResult().Value = Results.Json("no", statusCode: 401);
                    return;
                case "written":
                    http.Response.StatusCode = 418;
                    await http.Response.WriteAsync("no");
                    return;
                case "nothing":
                    return;
            }

            try
            {
                await next(context);
                http.Response.Headers["x-after"] = context.GetInvocationResult().Value is IResult ? "PlainResult" : "none";
            }
            catch (TimeoutException)
            {
                context.GetInvocationResult().Value = Results.Text("caught", statusCode: 503);
            }

            log.Enqueue("gate left");
        }
    }

    public sealed class Guarded(ConcurrentQueue<string> log, IServiceProvider services, PerInvocation scoped) : IDisposable
    {
        private bool disposable;

        [Function("Plain")]
        public IResult Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request)
        {
            log.Enqueue("function");
            return Results.NoContent();
        }

        [Function("Fails")]
        public async Task<IResult> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request)
        {
            await Task.Yield();
            throw new TimeoutException();
        }

        [Function("Items")]
        public IResult Items([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items")] HttpRequest request, FunctionContext context) =>
            Results.Text((string)context.Items["shared"]);

        [Function("Scoped")]
        public IResult Scoped([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scoped")] HttpRequest request, FunctionContext context)
        {
            disposable = true;
            var same = context.InstanceServices.GetRequiredService<PerInvocation>() == scoped
                && request.HttpContext.RequestServices.GetRequiredService<PerInvocation>() == scoped
                && services.GetRequiredService<PerInvocation>() == scoped;
            return Results.Text($"{same} {scoped.Id}");
        }

        public void Dispose()
        {
            if (disposable)
                log.Enqueue("function disposed");
        }
    }
}
