using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>The scan of the suite's log finds what is planted, and nothing in lines as they should be.</summary>
public sealed class LogScanTests
{
    private const string Line =
        "Information Focusflow.Functions.Foundation.Middleware.RequestLog: GET /calendar/{token}.ics 200 in 0.9 ms, 2 reads, 0 commits, 5.79 RU, "
        + "function Calendar, user 1f3a5c7e9b0d, trace 0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public void A_line_as_it_should_be_passes() => LogScan.Find([Line], ["Call Sophie"]).ShouldBeEmpty();

    [Theory]
    [InlineData("ann.example+x@mail.example.com", "e-mail")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x", "token")]
    [InlineData("AZmFQC6Ae-6rQ5d3WkU0Pc5cVbGm5iJ1ZRp3sBcN2mLwQ0xVtY7uKzAeRfGhJkLp", "token")]
    [InlineData("C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==", "token")]
    [InlineData("Authorization: whatever", "credentials")]
    [InlineData("bearer abc", "credentials")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "webhook")]
    [InlineData("GET /api/tasks/7", "path")]
    [InlineData("/calendar/AZmFQC6A.ics", "calendar")]
    [InlineData("list?q=doctor", "query")]
    [InlineData("Call Sophie", "confidence")]
    public void What_is_planted_is_found(string planted, string what) =>
        LogScan.Find([Line, $"{Line} {planted}"], ["Call Sophie"]).ShouldContain(found => found.Contains(what, StringComparison.Ordinal));
}
