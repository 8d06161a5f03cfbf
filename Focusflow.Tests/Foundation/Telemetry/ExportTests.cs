using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Suite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

[Collection(AloneCollection.Name)]
public sealed partial class ExportTests
{
    [Fact]
    public async Task Traces_measures_and_logs_are_exported_to_the_collector_that_the_settings_name()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body, Encoding.Latin1);
            var text = await body.ReadToEndAsync();
            received.AddOrUpdate(http.Request.Path, text, (_, before) => before + text);
        });
        await collector.StartAsync();

        await using (var app = await FocusflowTestApp.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            await app.RegisterAsync(); // what is left is sent when the app ends
        }

        received["/v1/traces"].ShouldContain("POST /auth/register");
        received["/v1/metrics"].ShouldContain("http.server.request.duration");
        received["/v1/logs"].ShouldContain("/auth/register");
        foreach (var (_, text) in received)
            LogScan.Find(Words().Matches(text).Select(match => match.Value), [FocusflowTestApp.Password, "Ann Example"]).ShouldBeEmpty();
    }

    // What is sent is binary, and numbers may happen to look like letters, though not like many.
    [GeneratedRegex("[ -~]{12,}")]
    private static partial Regex Words();
}
