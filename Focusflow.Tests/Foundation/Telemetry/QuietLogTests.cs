using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

public sealed class QuietLogTests
{
    /// <summary>On the real worker these categories start at Information, and docs/azure.md tells how to raise the rest.</summary>
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information)]
    [InlineData("System.Net.Http.HttpClient.Default.LogicalHandler", LogLevel.Information)]
    [InlineData("Microsoft.IdentityModel.LoggingExtensions.IdentityLoggerAdapter", LogLevel.Information)]
    [InlineData("Azure.Core", LogLevel.Information)]
    public async Task Raising_the_level_of_everything_shows_no_paths(string category, LogLevel level)
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with
        {
            HostJson = """{"version":"2.0","logging":{"logLevel":{"default":"Trace"}}}""",
            Logging = logging => logging.AddProvider(new Http.Lines()),
        });
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        loggers.CreateLogger(category).IsEnabled(level).ShouldBeFalse();
        loggers.CreateLogger("Focusflow.Anything").IsEnabled(LogLevel.Information).ShouldBeTrue();
    }
}
