using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

public sealed class AnswerTests
{
    [Fact]
    public async Task A_resource_is_json_with_its_version()
    {
        var (response, body) = await Exchange.Request("GET", "/api/pets/1").Run(
            Answer.Json(new Pet("Zoë <3"), PetJson.Default.Pet, etag: "7"));

        response.StatusCode.ShouldBe(200);
        response.ContentType.ShouldBe("application/json");
        response.Headers.ETag.ToString().ShouldBe("\"7\"");
        response.ContentLength.ShouldBe(System.Text.Encoding.UTF8.GetByteCount(body));
        body.ShouldBe("""{"pet_name":"Zoë <3"}""");
    }

    [Fact]
    public async Task What_is_still_being_sent_is_not_written_over_by_the_next_answer()
    {
        var slow = new SlowBody();
        var request = Exchange.Request("GET", "/api/pets/1");
        request.HttpContext.Response.Body = slow;

        var sending = Answer.Json(new Pet("first"), PetJson.Default.Pet).ExecuteAsync(request.HttpContext);
        var (_, next) = await Exchange.Request("GET", "/api/pets/2").Run(Answer.Json(new Pet("second"), PetJson.Default.Pet));
        slow.Sent.SetResult();
        await sending;

        next.ShouldBe("""{"pet_name":"second"}""");
        System.Text.Encoding.UTF8.GetString(slow.Given.Span).ShouldBe("""{"pet_name":"first"}""");
    }

    [Theory]
    [InlineData("GET", "\"7\"", 304)]
    [InlineData("HEAD", "\"7\"", 304)]
    [InlineData("GET", "W/\"7\"", 304)]
    [InlineData("GET", "\"1\", \"7\"", 304)]
    [InlineData("GET", "*", 304)]
    [InlineData("GET", "\"8\"", 200)]
    [InlineData("GET", "7", 200)]
    [InlineData("PUT", "\"7\"", 200)]
    public async Task A_reader_that_has_this_version_gets_304(string method, string noneMatch, int status)
    {
        var request = Exchange.Request(method, "/api/pets/1");
        request.Headers.IfNoneMatch = noneMatch;

        var (response, body) = await request.Run(Answer.Json(new Pet("Z"), PetJson.Default.Pet, etag: "7"));

        response.StatusCode.ShouldBe(status);
        response.Headers.ETag.ToString().ShouldBe(noneMatch.StartsWith('W') ? "W/\"7\"" : "\"7\""); // a cache looks for the tag that it has
        (body.Length == 0).ShouldBe(status == 304);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("*", true)]
    [InlineData("\"7\"", true)]
    [InlineData("\"1\", \"7\"", true)]
    [InlineData("\"1\"", false)]
    [InlineData("W/\"7\"", true)]
    [InlineData("W/\"1\"", false)]
    [InlineData("7", false)]
    [InlineData("", false)]
    public void If_match_names_the_versions_a_writer_expects(string? header, bool accepted)
    {
        var request = Exchange.Request("PUT", "/api/pets/1");
        if (header is not null)
            request.Headers.IfMatch = header;

        request.Expected().Accepts("7").ShouldBe(accepted);
    }

    [Theory]
    [InlineData(null, "*", false)]
    [InlineData(null, "\"7\"", false)]
    [InlineData(null, "W/\"7\"", false)]
    [InlineData(null, "\"1\"", true)]
    [InlineData(null, "7", false)]
    [InlineData(null, "", false)]
    [InlineData("\"7\"", "\"1\"", true)]
    [InlineData("\"7\"", "\"7\"", false)]
    [InlineData("\"1\"", "\"2\"", false)]
    [InlineData("*", "*", false)]
    public void If_none_match_names_the_versions_that_a_writer_does_not_want(string? match, string noneMatch, bool accepted)
    {
        var request = Exchange.Request("PUT", "/api/pets/1");
        request.Headers.IfNoneMatch = noneMatch;
        if (match is not null)
            request.Headers.IfMatch = match;

        request.Expected().Accepts("7").ShouldBe(accepted);
    }

    [Fact]
    public async Task The_next_page_is_linked_with_the_same_query()
    {
        var request = Exchange.Request("GET", "/api/pets?tags=a%26b,c&limit=2&cursor=old&q=x%20y");

        var (response, body) = await request.Run(Answer.Page([new Pet("A")], PetJson.Default.PetArray, "n=/+"));

        response.Headers.Link.ToString().ShouldBe("</api/pets?tags=a%26b%2Cc&limit=2&q=x%20y&cursor=n%3D%2F%2B>; rel=\"next\"");
        body.ShouldBe("""[{"pet_name":"A"}]""");
    }

    [Fact]
    public async Task The_last_page_has_no_link()
    {
        var (response, _) = await Exchange.Request("GET", "/api/pets").Run(Answer.Page([], PetJson.Default.PetArray, null));

        response.Headers.Link.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("", 50, null)]
    [InlineData("?limit=1&cursor=abc", 1, "abc")]
    [InlineData("?limit=200&cursor=", 200, null)]
    public void A_page_has_a_limit_and_a_cursor(string query, int limit, string? cursor) =>
        PageRequest.Read(Exchange.Request("GET", "/api/pets" + query)).Value.ShouldBe(new PageRequest(limit, cursor));

    [Theory]
    [InlineData("", 1000)]
    [InlineData("?cursor=", 1000)]
    [InlineData("?limit=7", 7)]
    [InlineData("?cursor=abc", 50)]
    public void A_list_that_can_be_whole_is_whole_when_no_page_is_named(string query, int limit) =>
        PageRequest.Read(Exchange.Request("GET", "/api/pets" + query), whole: 1000).Value.Limit.ShouldBe(limit);

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("1&limit=2")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void A_wrong_limit_is_invalid(string limit) =>
        PageRequest.Read(Exchange.Request("GET", "/api/pets?limit=" + limit)).Problem!.Errors!.Keys.ShouldBe(["limit"]);

    [Fact]
    public async Task A_refusal_is_problem_details()
    {
        var (response, body) = await Exchange.Request("POST", "/api/pets").Run(Answer.Problem(Problem.Invalid("name", "name is required.")));

        response.StatusCode.ShouldBe(422);
        response.ContentType.ShouldBe("application/problem+json");
        body.ShouldBe(
            """
            {"type":"/api/docs#problem-validation_failed","title":"Invalid fields","status":422,"code":"validation_failed","detail":"name is required.","message":"name is required.","errors":{"name":["name is required."]}}
            """);
    }

    [Fact]
    public async Task A_refusal_says_when_to_come_back_and_how_to_authenticate()
    {
        var (later, _) = await Exchange.Request("POST", "/").Run(
            Answer.Problem(new Problem(ProblemCodes.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromMilliseconds(1200) }));
        later.Headers.RetryAfter.ToString().ShouldBe("2");

        var (unknown, _) = await Exchange.Request("POST", "/").Run(Answer.Problem(new Problem(ProblemCodes.Unauthorized, "Who are you?")));
        unknown.StatusCode.ShouldBe(401);
        unknown.Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task An_outcome_is_its_value_or_its_problem()
    {
        var (done, _) = await Exchange.Request("POST", "/").Run(Answer.Of((Outcome<Done>)default(Done)));
        done.StatusCode.ShouldBe(204);

        var (missing, _) = await Exchange.Request("GET", "/").Run(
            Answer.Of((Outcome<Pet>)Problem.NotFound("Pet"), pet => Answer.Json(pet, PetJson.Default.Pet)));
        missing.StatusCode.ShouldBe(404);
    }

    private sealed class SlowBody : MemoryStream
    {
        public TaskCompletionSource Sent { get; } = new();

        public ReadOnlyMemory<byte> Given { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given = buffer;
            return new(Sent.Task);
        }
    }
}

internal sealed record Pet(string PetName);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Pet))]
[JsonSerializable(typeof(Pet[]))]
internal sealed partial class PetJson : JsonSerializerContext;
