using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>Long answers are compressed, but for streams and for what holds a secret.</summary>
public sealed class CompressionTests : IAsyncLifetime
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("A long description. ", 100));

    private LocalApp app = null!;
    private HttpClient client = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
        client = new HttpClient { BaseAddress = app.Url }; // nothing in between that would look into the body
        client.DefaultRequestHeaders.Authorization = new("Bearer", ann.AccessToken);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return app.DisposeAsync();
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    public async Task A_long_answer_is_compressed_as_the_client_likes(string accepted, string coding)
    {
        await ann.PostAsync("/api/tasks", new { title = "Write", description = Long });
        var plain = await client.GetByteArrayAsync("/api/tasks");

        using var answer = await SendAsync("GET", "/api/tasks", accepted);

        answer.Content.Headers.ContentEncoding.ShouldBe([coding]);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        var sent = await answer.Content.ReadAsByteArrayAsync();
        sent.Length.ShouldBeLessThan(plain.Length / 4);
        Decoded(sent, coding).ShouldBe(plain);
    }

    [Theory]
    [InlineData("/api/tasks", null)]
    [InlineData("/api/tasks", "identity")]
    [InlineData("/api/tasks", "gzip;q=0, br;q=0")]
    [InlineData("/api/tasks", "zstd")]
    [InlineData("/api/auth/user", "gzip")] // short
    public async Task An_answer_is_sent_as_it_is(string path, string? accepted)
    {
        await ann.PostAsync("/api/tasks", new { title = "Write", description = Long });

        using var answer = await SendAsync("GET", path, accepted);

        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
        answer.Content.Headers.ContentLength.ShouldNotBeNull();
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).Dispose();
    }

    [Fact]
    public async Task The_version_of_a_compressed_answer_is_weak_and_good_for_everything()
    {
        var created = await ann.PostAsync("/api/tasks", new { title = "Write", description = Long });
        var path = created.Headers.Location!.ToString();
        var strong = created.Headers.ETag!.ToString();
        strong.ShouldStartWith("\"");

        using var read = await SendAsync("GET", path, "gzip");
        read.Headers.ETag!.ToString().ShouldBe("W/" + strong);
        using var again = await SendAsync("GET", path, "gzip", ("If-None-Match", "W/" + strong));
        (again.StatusCode, again.Headers.ETag!.ToString()).ShouldBe((HttpStatusCode.NotModified, "W/" + strong));
        using var head = await SendAsync("HEAD", path, "gzip");
        head.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        head.Headers.ETag!.ToString().ShouldBe("W/" + strong);

        (await ann.PutAsync(path, new { title = "Write more" }, ("If-Match", "W/" + strong))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stream_is_not_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/notifications/stream");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).ShouldNotBeNull();
    }

    [Fact]
    public void Every_answer_that_names_a_secret_is_known_to_hold_one()
    {
        string[] telling = ["token", "secret", "key", "password"];
        var answers = HttpFunction.All().Select(function => function.Method.GetCustomAttribute<OperationAttribute>()!.Answer).OfType<Type>().Distinct().ToList();

        answers.Where(answer => Names(answer).Where(name => !name.StartsWith("public", StringComparison.OrdinalIgnoreCase)).Any(name => telling.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase))))
            .Where(answer => !ConfidentialAttribute.IsIn(answer)).ShouldBeEmpty();
        answers.Where(ConfidentialAttribute.IsIn).Select(answer => answer.Name)
            .ShouldBe(["RegisteredResource", "TokenResource", "WebhookResource", "WebhookResource[]", "CalendarAddress"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_answer_that_holds_a_secret_is_not_compressed_nor_is_its_repetition()
    {
        var name = new string('日', 100);
        for (var i = 0; i < 2; i++)
        {
            using var registered = await SendAsync("POST", "/api/auth/register", "gzip, br", new { name, email = "ben@example.com", password = FocusflowTestApp.Password }, ("Idempotency-Key", "one"));
            registered.StatusCode.ShouldBe(HttpStatusCode.Created);
            await ShouldBePlainAsync(registered, "access_token");
        }

        using var signedIn = await SendAsync("POST", "/api/auth/login", "gzip, br", new { email = "ben@example.com", password = FocusflowTestApp.Password });
        await ShouldBePlainAsync(signedIn, "access_token");
        var url = "https://example.com/" + new string('x', 1500);
        using var webhook = await SendAsync("POST", "/api/webhooks", "gzip, br", new { url, events = new[] { "task_reminder" } });
        await ShouldBePlainAsync(webhook, "secret");

        static async Task ShouldBePlainAsync(HttpResponseMessage answer, string secret)
        {
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            var text = Encoding.UTF8.GetString(bytes);
            bytes.Length.ShouldBeGreaterThan(1024, text); // else its length alone would keep it plain
            answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
            text.ShouldContain(secret);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task What_fails_half_way_breaks_off_and_is_no_whole_document(string? accepted)
    {
        await using var half = await LocalApp.StartAsync(LocalAppOptions.For([typeof(HalfWritten)], builder => builder.AddFocusflow()));
        using var direct = new HttpClient { BaseAddress = half.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/half");
        if (accepted is not null)
            request.Headers.Add("Accept-Encoding", accepted);

        await Should.ThrowAsync<HttpRequestException>(direct.SendAsync(request));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? accepted, params (string Name, string Value)[] headers) =>
        await SendAsync(method, path, accepted, null, headers);

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? accepted, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private static byte[] Decoded(byte[] sent, string coding)
    {
        using var input = new MemoryStream(sent);
        using Stream decoder = coding == "br" ? new BrotliStream(input, CompressionMode.Decompress) : new GZipStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        decoder.CopyTo(output);
        return output.ToArray();
    }

    private static IEnumerable<string> Names(Type answer) =>
        (answer.IsArray ? answer.GetElementType()! : answer).GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => property.Name);

    /// <summary>Fails after a part of its answer; by a name that needs no token.</summary>
    public sealed class HalfWritten
    {
        [Function("Docs")]
        public static async Task Half([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "half")] HttpRequest request)
        {
            request.HttpContext.Response.ContentType = "application/json";
            await request.HttpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(new string('[', 5000)));
            throw new InvalidOperationException("no more");
        }
    }
}
