using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>
/// What is touched of the worker packages' internals. When an update moves something, these fail and name the package and its version.
/// </summary>
public sealed class InvocationBindingsTests
{
    private static readonly string Core = $"Microsoft.Azure.Functions.Worker.Core {typeof(FunctionContext).Assembly.GetName().Version}";
    private static readonly string AspNetCore = $"Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore {typeof(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions).Assembly.GetName().Version}";

    [Fact]
    public void The_feature_behind_an_invocation_s_result_is_an_interface_with_a_settable_result()
    {
        var feature = Should.NotThrow(() => InvocationBindings.Feature, $"{Core} has no IFunctionBindingsFeature any more");

        feature.IsInterface.ShouldBeTrue(Core);
        feature.GetProperty("InvocationResult")?.CanWrite.ShouldBe(true, $"the result in {Core}");
    }

    [Fact]
    public async Task Middleware_sees_request_and_result_through_the_packages_own_extensions()
    {
        (HttpContext? Request, object? Before, object? After) seen = default;
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Greeting)], builder => builder.UseMiddleware(async (context, next) =>
        {
            seen = (context.GetHttpContext(), context.GetInvocationResult().Value, null);
            await next();
            seen.After = context.GetInvocationResult().Value;
            context.GetInvocationResult().Value = Results.Text("changed");
        })));

        var answer = await app.Client.GetStringAsync("/api/greeting");

        seen.Request.ShouldNotBeNull($"GetHttpContext() of {AspNetCore} looks elsewhere");
        seen.Before.ShouldBeNull();
        seen.After.ShouldBeAssignableTo<IResult>($"GetInvocationResult() of {Core} looks elsewhere");
        answer.ShouldBe("changed", $"GetInvocationResult() of {Core} writes elsewhere");
    }

    public static class Greeting
    {
        [Function("Greeting")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greeting")] HttpRequest request) => Results.Text(request.Method);
    }
}
