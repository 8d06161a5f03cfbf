using System.Net;
using Focusflow.LocalRuntime.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class KeysTests : IAsyncLifetime
{
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() => app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Locked)]) with
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Host:FunctionKey"] = "function", ["Host:MasterKey"] = "master" },
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("open", null, 200)]
    [InlineData("open", "wrong", 200)]
    [InlineData("keyed", null, 401)]
    [InlineData("keyed", "", 401)]
    [InlineData("keyed", "wrong", 401)]
    [InlineData("keyed", "Function", 401)]
    [InlineData("keyed", "function", 200)]
    [InlineData("keyed", "master", 200)]
    [InlineData("closed", "function", 401)]
    [InlineData("closed", "master", 200)]
    public async Task A_function_opens_to_a_key_of_its_level(string route, string? key, int status)
    {
        var inHeader = new HttpRequestMessage(HttpMethod.Get, $"/api/{route}");
        if (key is not null)
            inHeader.Headers.Add("x-functions-key", key);
        var byHeader = await app.Client.SendAsync(inHeader);
        var byQuery = await app.Client.GetAsync(key is null ? $"/api/{route}" : $"/api/{route}?code={key}");

        ((int)byHeader.StatusCode).ShouldBe(status);
        ((int)byQuery.StatusCode).ShouldBe(status);
        if (status == 401)
            (await byHeader.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_are_generated_and_kept_in_a_file_of_their_owner()
    {
        await using var other = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Locked)]));
        var (function, master) = (other.FunctionKey, other.MasterKey);
        var signing = other.Services.GetService(typeof(Microsoft.Extensions.Configuration.IConfiguration)) as Microsoft.Extensions.Configuration.IConfiguration;

        function.Length.ShouldBe(43);
        master.ShouldNotBe(function);
        Convert.FromBase64String(signing!["Focusflow:Auth:SigningKey"]!).Length.ShouldBe(32);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(other.DataFolder, "secrets.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await other.RestartAsync();

        other.FunctionKey.ShouldBe(function);
        (await other.Client.GetAsync($"/api/closed?code={master}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public static class Locked
    {
        [Function("Open")]
        public static void Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequest request) => _ = request;

        [Function("Keyed")]
        public static void Keyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => _ = request;

        [Function("Closed")]
        public static void Closed([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "closed")] HttpRequest request) => _ = request;
    }
}
