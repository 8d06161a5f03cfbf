using System.Net;
using System.Text;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class ClockEndpointTests
{
    [Fact]
    public async Task The_virtual_clock_is_read_and_moved()
    {
        await using var app = await StartAsync(virtually: true);

        (await app.Client.GetStringAsync("/runtime/clock")).ShouldBe("""{"now":"2025-09-29T08:00:00Z"}""");
        (await MoveAsync(app, """{"advance":"PT25M"}""")).ShouldBe((HttpStatusCode.OK, """{"now":"2025-09-29T08:25:00Z"}"""));
        (await MoveAsync(app, """{"advance":"P1DT0.5S"}""")).ShouldBe((HttpStatusCode.OK, """{"now":"2025-09-30T08:25:00.5Z"}"""));
        (await MoveAsync(app, """{"to":"2025-10-01T10:00:00+02:00"}""")).ShouldBe((HttpStatusCode.OK, """{"now":"2025-10-01T08:00:00Z"}"""));
        (await app.Client.GetStringAsync("/runtime/clock")).ShouldBe("""{"now":"2025-10-01T08:00:00Z"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"advance":25}""")]
    [InlineData("""{"advance":"25 minutes"}""")]
    [InlineData("""{"advance":"-PT1M"}""")]
    [InlineData("""{"advance":"P1M"}""")]
    [InlineData("""{"advance":"P9999999D"}""")]
    [InlineData("""{"to":"tomorrow"}""")]
    [InlineData("""{"to":"2025-09-29T07:59:59Z"}""")]
    public async Task What_names_no_later_instant_is_refused(string body)
    {
        await using var app = await StartAsync(virtually: true);

        var (status, problem) = await MoveAsync(app, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.ShouldContain("\"detail\":");
        (await app.Client.GetStringAsync("/runtime/clock")).ShouldBe("""{"now":"2025-09-29T08:00:00Z"}""");
    }

    [Fact]
    public async Task The_real_clock_cannot_be_moved()
    {
        await using var app = await StartAsync(virtually: false);

        var answer = await app.Client.GetAsync("/runtime/clock");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await MoveAsync(app, """{"advance":"PT25M"}""")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    private static Task<LocalApp> StartAsync(bool virtually) => LocalApp.StartAsync(LocalAppOptions.For([]) with
    {
        Now = virtually ? new DateTimeOffset(2025, 9, 29, 8, 0, 0, TimeSpan.Zero) : null,
    });

    private static async Task<(HttpStatusCode Status, string Body)> MoveAsync(LocalApp app, string body)
    {
        var answer = await app.Client.PostAsync("/runtime/clock", new StringContent(body, Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
