using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Clients;

/// <summary>
/// What three generators make of docs/openapi.json: it is compiled, and a program that uses it tells the same story of the running
/// app (<c>clients/</c>; docs/clients.md has their command lines).
/// </summary>
public sealed class GeneratedClientTests
{
    private static readonly string[] Story =
    [
        "registered Ann Example",
        "task Draft the talk, high, due 2026-11-30, step: Find three pictures",
        "renamed Draft the whole talk, due 2026-11-30",
        "cleared Draft the whole talk, due never",
        "1 of high priority",
        "session none",
        "session active, 25 minutes",
        "409 session_already_open: Active focus session already exists",
        "404 not_found: Task not found.",
    ];

    private static readonly Lazy<Task> Build = new(async () =>
    {
        await using var alone = await FileLock.TakeAsync("clients-csharp", TimeSpan.FromMinutes(20));
        await Dotnet.RunAsync("build", "clients/csharp", "-v", "q", "--nologo", "--disable-build-servers", "--property:OutputPath=bin/Tests/");
    });

    [Theory]
    [InlineData("kiota")]
    [InlineData("nswag")]
    public async Task In_CSharp_it_is_compiled_and_drives_the_app(string generator)
    {
        await Build.Value;
        await using var app = await FocusflowTestApp.StartAsync();

        var told = await Dotnet.RunAsync("clients/csharp/bin/Tests/Focusflow.Clients.dll", generator, $"{Api(app)}", "ann@example.com");

        Lines(told).ShouldBe(Story);
    }

    [Fact]
    public async Task In_TypeScript_it_is_compiled_strictly_and_drives_the_app()
    {
        await TypeScriptClient.BuildAsync();
        await using var app = await FocusflowTestApp.StartAsync();

        var told = await TypeScriptClient.RunAsync("node", "obj/story.js", $"{Api(app)}", "ann@example.com");

        Lines(told).ShouldBe(Story);
    }

    private static Uri Api(LocalApp app) => new(app.Url, "/api");

    private static string[] Lines(string told) => told.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
