using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Hosting;
using Focusflow.LocalRuntime.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(null, "/api/texts/a")]
    [InlineData("""{"extensions":{"http":{"routePrefix":"v1/tasks"}}}""", "/v1/tasks/texts/a")]
    [InlineData("""{"extensions":{"http":{"routePrefix":""}}}""", "/texts/a")]
    public async Task Routes_begin_with_the_prefix_of_host_json(string? hostJson, string path)
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]) with { HostJson = hostJson });

        (await app.Client.GetStringAsync(path)).ShouldBe("a");
    }

    [Fact]
    public async Task Values_of_local_settings_are_settings_and_others_override_them()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([]) with
        {
            LocalSettingsJson = """
                {
                  "Values": { "Plain": "1", "Nested__Name": "2", "Focusflow:RateLimit:Enabled": true, "Overridden": "file",
                    "AZURE_FUNCTIONS_ENVIRONMENT": "Staging", "AzureFunctionsJobHost__extensions__http__routePrefix": "other" }
                }
                """,
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Overridden"] = "environment" },
        });
        var settings = app.Services.GetRequiredService<IConfiguration>();

        settings["Plain"].ShouldBe("1");
        settings["Nested:Name"].ShouldBe("2");
        settings["Focusflow:RateLimit:Enabled"].ShouldBe("True");
        settings["Overridden"].ShouldBe("environment");
        app.Services.GetRequiredService<IHostEnvironment>().EnvironmentName.ShouldBe("Staging");
        app.Services.GetRequiredService<HostSettings>().RoutePrefix.ShouldBe("other");
    }

    [Fact]
    public async Task Without_settings_the_environment_is_development()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([]));

        app.Services.GetRequiredService<IHostEnvironment>().IsDevelopment().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{", "local.settings.json cannot be read")]
    [InlineData("""{"IsEncrypted":true}""", "encrypted")]
    [InlineData("""{"Host":{"LocalHttpPort":"http"}}""", "LocalHttpPort")]
    public async Task Settings_that_cannot_be_read_refuse_the_start(string localSettings, string reason) =>
        (await Should.ThrowAsync<StartRefusedException>(LocalApp.StartAsync(LocalAppOptions.For([]) with { LocalSettingsJson = localSettings })))
            .Message.ShouldContain(reason);

    [Fact]
    public async Task A_data_folder_has_one_host()
    {
        await using var first = await LocalApp.StartAsync(LocalAppOptions.For([]));

        var second = LocalApp.StartAsync(LocalAppOptions.For([]) with { DataFolder = first.DataFolder });

        (await Should.ThrowAsync<StartRefusedException>(second)).Message.ShouldContain("in use by another host");
    }

    [Fact]
    public void The_command_line_says_port_data_and_clock()
    {
        var app = typeof(SettingsTests).Assembly;
        var options = CommandLine.Read(["--port", "0", "--data=:memory:", "--clock", "virtual=2025-09-29T10:00:00+02:00"], app);
        (options.Port, options.DataFolder, options.VirtualClock).ShouldBe((0, null, true));
        options.ClockStart.ShouldBe(new DateTimeOffset(2025, 9, 29, 8, 0, 0, TimeSpan.Zero));

        options = CommandLine.Read(["--data", "elsewhere", "--clock=virtual"], app);
        (options.Port, options.DataFolder, options.VirtualClock, options.ClockStart).ShouldBe((null, "elsewhere", true, null));

        options = CommandLine.Read([], app);
        (options.Port, options.DataFolder, options.VirtualClock).ShouldBe((null, ".focusflow", false));
    }

    [Theory]
    [InlineData("The option --prot is unknown.", "--prot", "1")]
    [InlineData("The option --port needs a value.", "--port")]
    [InlineData("--port must be a number", "--port", "seven")]
    [InlineData("--port must be a number", "--port", "65536")]
    [InlineData("--data must name a folder", "--data", "")]
    [InlineData("--clock must be virtual", "--clock", "real")]
    [InlineData("--clock must be virtual", "--clock", "virtual=yesterday")]
    public void A_wrong_command_line_is_refused_with_a_sentence(string reason, params string[] args) =>
        Should.Throw<StartRefusedException>(() => CommandLine.Read(args, typeof(SettingsTests).Assembly)).Message.ShouldStartWith(reason);
}
