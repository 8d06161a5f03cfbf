using System.Reflection;
using System.Text.Json;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class StartChecksTests
{
    [Theory]
    [InlineData(typeof(SameName), "The name Twice is used by", "SameName.One", "SameName.Other")]
    [InlineData(typeof(BadName), "Function 1st", "begins with a letter")]
    [InlineData(typeof(Hidden), "Function Hidden", "public method of a public class")]
    [InlineData(typeof(NoTrigger), "Function NoTrigger", "exactly one trigger, and has 0")]
    [InlineData(typeof(UnknownTrigger), "Function UnknownTrigger", "the trigger queueTrigger is unknown here")]
    [InlineData(typeof(UnknownBinding), "Function UnknownBinding", "parameter blob has the binding blob")]
    [InlineData(typeof(UnknownParameter), "Function UnknownParameter", "parameter version of type Version is bound to nothing")]
    [InlineData(typeof(MvcBody), "Function MvcBody", "parameter body has MVC's FromBodyAttribute")]
    [InlineData(typeof(WrongTriggerType), "Function WrongTriggerType", "must be a HttpRequest, not String")]
    [InlineData(typeof(AsyncVoid), "Function AsyncVoid", "async void")]
    [InlineData(typeof(BadCron), "Function BadCron", "\"*/5 * * * *\" is not a cron expression of six fields")]
    [InlineData(typeof(NoSetting), "Function NoSetting", "the setting MissingSchedule, which is not set")]
    [InlineData(typeof(BadRoute), "Function BadRoute", "cannot be read")]
    [InlineData(typeof(RootedRoute), "Function RootedRoute", "must not begin with '/'")]
    [InlineData(typeof(UnknownConstraint), "Function UnknownConstraint", "the constraint uuid, which does not exist")]
    public void What_is_wrong_with_a_function_is_said_with_its_name(Type type, params string[] parts)
    {
        var refused = Should.Throw<StartRefusedException>(() => Find(type));

        foreach (var part in parts)
            refused.Message.ShouldContain(part, Case.Sensitive);
    }

    [Theory]
    [InlineData("tasks/{id}", "get", "tasks/{other}", "get", true)]
    [InlineData("tasks/{id}", "get", "tasks/special", "get", true)]
    [InlineData("Tasks/{id:guid}", "get", "tasks/special", "get", false)]
    [InlineData("tasks/{id:guid}", "get", "tasks/{number:int}", "get", true)] // 32 digits with leading zeros are both
    [InlineData("tasks/{name:alpha}", "get", "tasks/{number:int}", "get", false)]
    [InlineData("tasks/{id}", "get", "tasks/{id}", "put", false)]
    [InlineData("tasks/{id}", "get,put", "tasks/{id}", "put,delete", true)]
    [InlineData("tasks/{id}", "get", "tasks/{id}", "", true)]
    [InlineData("tasks", "get", "tasks/{id?}", "get", true)]
    [InlineData("tasks", "get", "tasks/{page=1}", "get", true)]
    [InlineData("tasks", "get", "tasks/{id}", "get", false)]
    [InlineData("tasks/{id}/steps", "get", "tasks/{*rest}", "get", true)]
    [InlineData("tasks", "get", "{*rest}", "get", true)]
    [InlineData("tasks/{id}/steps", "get", "tasks/{id}/notes", "get", false)]
    [InlineData("tasks/{id:length(3)}", "get", "tasks/week", "get", false)]
    [InlineData("tasks/{id:regex(^[a-c]+$)}", "get", "tasks/abba", "get", true)]
    [InlineData("files/{name}.{ext}", "get", "files/readme", "get", false)]
    [InlineData("files/{name}.{ext}", "get", "files/readme.md", "get", true)]
    public void Two_routes_that_one_request_can_match_are_found(string one, string oneMethods, string other, string otherMethods, bool meet)
    {
        var problems = RouteOverlap.Find([Route("One", one, oneMethods), Route("Other", other, otherMethods)]).ToArray();

        problems.Length.ShouldBe(meet ? 1 : 0);
        if (meet)
        {
            problems[0].ShouldContain($"api/{one}");
            problems[0].ShouldContain($"api/{other}");
        }
    }

    [Theory]
    [InlineData("Run", """{"name":"$return","type":"queue","direction":"Out"}""", "the output binding queue is unknown here")]
    [InlineData("Gone", """{"name":"$return","type":"http","direction":"Out"}""", "neither abstract nor generic")]
    public void What_the_metadata_tells_and_the_app_cannot_do_is_refused(string method, string binding, string part)
    {
        var metadata = new DefaultFunctionMetadata
        {
            Name = "Told",
            EntryPoint = $"{typeof(RootedRoute).FullName}.{method}",
            RawBindings = ["""{"name":"request","type":"httpTrigger","direction":"In"}""", binding],
        };

        var refused = Should.Throw<StartRefusedException>(() => FunctionFinder.Find(
            new FunctionSource(typeof(RootedRoute).Assembly, () => [metadata]), "api", new ConfigurationBuilder().Build()));

        refused.Message.ShouldContain("Function Told");
        refused.Message.ShouldContain(part);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Should.Throw<StartRefusedException>(() => Find(typeof(BadName), typeof(BadCron), typeof(NoTrigger))).Reasons.Count.ShouldBe(3);

    [Fact]
    public async Task A_host_that_refuses_to_start_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("focusflow-test-").FullName;

        await Should.ThrowAsync<StartRefusedException>(LocalApp.StartAsync(LocalAppOptions.For([typeof(BadCron)]) with { DataFolder = folder }));
        await using (await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]) with { DataFolder = folder }))
        {
            // The folder was free again.
        }

        Directory.Delete(folder, recursive: true);
    }

    private static IReadOnlyList<Function> Find(params Type[] types) => 
        FunctionFinder.Find(AttributedFunctions.Of(types), "api", new ConfigurationBuilder().Build());

    private static Function Route(string name, string route, string methods)
    {
        var binding = FunctionBinding.Read(JsonSerializer.Serialize(new
        {
            type = Trigger.HttpType,
            methods = methods.Split(',', StringSplitOptions.RemoveEmptyEntries),
            route,
        }));
        var (trigger, error) = new TriggerReader("api", new ConfigurationBuilder().Build()).Read(name, binding);
        error.ShouldBeNull();
        return new Function(name, (MethodInfo)MethodBase.GetCurrentMethod()!, trigger!, []);
    }

    public static class SameName
    {
        [Function("Twice")]
        public static void One([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a")] HttpRequest request) => _ = request;

        [Function("twice")]
        public static void Other([HttpTrigger(AuthorizationLevel.Anonymous, Route = "b")] HttpRequest request) => _ = request;
    }

    public static class BadName
    {
        [Function("1st")]
        public static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }

    public static class Hidden
    {
        [Function("Hidden")]
        internal static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }

    public static class NoTrigger
    {
        [Function("NoTrigger")]
        public static void Run(HttpRequest request) => _ = request;
    }

    public sealed class QueueTriggerAttribute : TriggerBindingAttribute;

    public sealed class BlobAttribute : InputBindingAttribute;

    public static class UnknownTrigger
    {
        [Function("UnknownTrigger")]
        public static void Run([QueueTrigger] string message) => _ = message;
    }

    public static class UnknownBinding
    {
        [Function("UnknownBinding")]
        public static void Run([HttpTrigger] HttpRequest request, [Blob] Stream blob) => _ = (request, blob);
    }

    public static class UnknownParameter
    {
        [Function("UnknownParameter")]
        public static void Run([HttpTrigger] HttpRequest request, Version version) => _ = (request, version);
    }

    public static class MvcBody
    {
        [Function("MvcBody")]
        public static void Run([HttpTrigger] HttpRequest request, [Microsoft.AspNetCore.Mvc.FromBody] string body) => _ = (request, body);
    }

    public static class WrongTriggerType
    {
        [Function("WrongTriggerType")]
        public static void Run([HttpTrigger] string request) => _ = request;
    }

    public static class AsyncVoid
    {
        [Function("AsyncVoid")]
#pragma warning disable MA0155, AZFW0002 // what this function is for
        public static async void Run([HttpTrigger] HttpRequest request) => await request.HttpContext.Response.StartAsync();
#pragma warning restore MA0155, AZFW0002
    }

    public static class BadCron
    {
        [Function("BadCron")]
        public static void Run([TimerTrigger("*/5 * * * *")] TimerInfo timer) => _ = timer;
    }

    public static class NoSetting
    {
        [Function("NoSetting")]
        public static void Run([TimerTrigger("%MissingSchedule%")] TimerInfo timer) => _ = timer;
    }

    public static class BadRoute
    {
        [Function("BadRoute")]
        public static void Run([HttpTrigger(Route = "a/{id")] HttpRequest request) => _ = request;
    }

    public static class RootedRoute
    {
        [Function("RootedRoute")]
        public static void Run([HttpTrigger(Route = "/a")] HttpRequest request) => _ = request;
    }

    public static class UnknownConstraint
    {
        [Function("UnknownConstraint")]
        public static void Run([HttpTrigger(Route = "a/{id:uuid}")] HttpRequest request) => _ = request;
    }
}
