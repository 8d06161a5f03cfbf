using System.Text;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task An_object_in_a_json_type_is_read(string contentType)
    {
        var body = await Read("""{"title":"Grüße"}""", contentType);

        body.Value.GetProperty("title").GetString().ShouldBe("Grüße");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/jsonp")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("not a type")]
    public async Task Another_type_is_unsupported(string? contentType) =>
        (await Read("{}", contentType)).Problem!.Kind.ShouldBe(ProblemKind.UnsupportedMediaType);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\uDC00 \uD800"}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    public async Task Malformed_json_is_malformed(string json) =>
        (await Read(json)).Problem!.Kind.ShouldBe(ProblemKind.Malformed);

    [Fact]
    public async Task A_whole_surrogate_pair_is_text() =>
        (await Read("""{"a":"\ud83d\ude00"}""")).Value.GetProperty("a").GetString().ShouldBe("😀");

    [Fact]
    public async Task Nesting_is_limited()
    {
        (await Read(Nested(32))).Problem.ShouldBeNull();
        (await Read(Nested(33))).Problem!.Kind.ShouldBe(ProblemKind.Malformed);

        static string Nested(int depth) => """{"a":""" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_malformed()
    {
        var body = await RequestBody.ReadObjectAsync(Exchange.Request("POST", "/api/tasks", [.. "{\"a\":\""u8, 0xE9, .. "\"}"u8]));

        body.Problem!.Kind.ShouldBe(ProblemKind.Malformed);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    public async Task What_is_not_an_object_is_invalid(string json) =>
        (await Read(json)).Problem!.Kind.ShouldBe(ProblemKind.Invalid);

    [Fact]
    public async Task A_declared_length_over_the_limit_is_refused_before_reading()
    {
        var request = Exchange.Request("POST", "/api/tasks", "{}");
        request.Body = new Unreadable();
        request.ContentLength = RequestBody.DefaultLimit + 1;

        (await RequestBody.ReadObjectAsync(request)).Problem!.Kind.ShouldBe(ProblemKind.TooLarge);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_body_of_unknown_length_is_cut_at_the_limit(int length, bool accepted)
    {
        var request = Exchange.Request("POST", "/api/tasks", "{}" + new string(' ', length - 2));
        request.ContentLength = null;
        request.HttpContext.Features.Set(new BodyLimit(100));

        var body = await RequestBody.ReadObjectAsync(request);

        (body.Problem?.Kind).ShouldBe(accepted ? null : ProblemKind.TooLarge);
    }

    [Fact]
    public async Task A_body_shorter_than_declared_is_malformed()
    {
        var request = Exchange.Request("POST", "/api/tasks", "{}");
        request.ContentLength = 10;

        (await RequestBody.ReadObjectAsync(request)).Problem!.Kind.ShouldBe(ProblemKind.Malformed);
    }

    private static ValueTask<Outcome<System.Text.Json.JsonElement>> Read(string json, string? contentType = "application/json") =>
        RequestBody.ReadObjectAsync(Exchange.Request("POST", "/api/tasks", Encoding.UTF8.GetBytes(json), contentType));

    private sealed class Unreadable : MemoryStream
    {
        public override bool CanRead => throw new InvalidOperationException("It was read.");

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("It was read.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("It was read.");
    }
}
