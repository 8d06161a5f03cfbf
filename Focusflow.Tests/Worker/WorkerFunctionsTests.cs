using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class WorkerFunctionsTests(WorkerFixture fixture)
{
    private const string Schedule = "*/10 * * * * *";

    [Fact]
    public async Task The_worker_reports_exactly_the_functions_that_the_local_runtime_serves()
    {
        var worker = await fixture.WorkerAsync();
        await using var local = await FocusflowTestApp.StartAsync(("LeaderboardSchedule", Schedule));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["LeaderboardSchedule"] = Schedule };

        var reported = FunctionView.Of(worker, settings).Order(StringComparer.Ordinal);

        reported.ShouldBe(FunctionView.Of(local).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_wants_a_durable_client_has_it_bound_and_every_HTTP_function_returns_an_answer()
    {
        var worker = await fixture.WorkerAsync();

        foreach (var function in worker.Functions)
        {
            var wantsClient = TypeOf(function).GetParameters().Any(parameter => parameter.ParameterType.Name == "DurableTaskClient");
            function.BindingTypes.Contains("durableClient").ShouldBe(wantsClient, function.Name);
            function.BindingTypes.Contains("http").ShouldBe((string)function.Trigger["type"]! == "httpTrigger", function.Name);
        }
    }

    private static System.Reflection.MethodInfo TypeOf(WorkerFunction function)
    {
        var dot = function.EntryPoint.LastIndexOf('.');
        return typeof(Functions.FocusflowApp).Assembly.GetType(function.EntryPoint[..dot], throwOnError: true)!.GetMethod(function.EntryPoint[(dot + 1)..])!;
    }
}
