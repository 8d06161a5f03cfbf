using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Pictures;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Pictures;
using Shouldly;

namespace Focusflow.Tests.Foundation.OpenApi.Fuzz;

/// <summary>Makes requests of the description: of each operation as often, most of them as described.</summary>
internal sealed class FuzzRequests
{
    private const int Huge = 1_200_000;

    private readonly Random random;
    private readonly ApiContract contract;
    private readonly FuzzWorld world;
    private readonly string functionKey;
    private readonly HashSet<string> heads;
    private string[]? step;
    private readonly FuzzValues values;
    private readonly List<(string Method, string Path, JsonObject Operation)> operations;

    public FuzzRequests(Random random, ApiContract contract, FuzzWorld world, LocalApp app)
    {
        (this.random, this.contract, this.world, functionKey) = (random, contract, world, app.FunctionKey);
        heads = [.. app.HttpFunctions.Where(function => function.Methods.Contains("head", StringComparer.OrdinalIgnoreCase)).Select(function => function.Name)];
        values = new FuzzValues(random, contract, world);
        operations = [.. from path in contract.Document["paths"]!.AsObject()
                         from operation in path.Value!.AsObject()
                         select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];
    }

    /// <summary>The next request, and what it is about.</summary>
    public FuzzRequest Next()
    {
        var (method, template, operation) = operations[random.Next(operations.Count)];

        // Of what ends everything for a person a little is enough.
        if (operation["operationId"]!.GetValue<string>() is "DeleteUser" or "DeleteUserByEarlierName" or "Logout" or "LogoutEverywhere" or "EndSession" or "ChangePassword" && random.Next(4) > 0)
            (method, template, operation) = operations[random.Next(operations.Count)];
        world.Caller = world.People[random.Next(world.People.Count)];
        var intent = random.Next(10) switch { < 6 => Intent.Valid, < 8 => Intent.Boundary, _ => Intent.Broken };
        var parameters = operation["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()).ToList() ?? [];
        var wrong = intent == Intent.Broken && (operation["requestBody"] is null || random.Next(2) == 0) && parameters.Count > 0 ? parameters[random.Next(parameters.Count)] : null;
        var path = template;
        var query = new StringBuilder();
        var request = new HttpRequestMessage();
        foreach (var parameter in parameters)
        {
            var (name, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            var asked = parameter == wrong ? Intent.Broken : intent == Intent.Boundary ? Intent.Boundary : Intent.Valid;
            if (place == "path")
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(InPath(name, template, parameter, asked)), StringComparison.Ordinal);
            else if (parameter != wrong && (bool?)parameter["required"] != true && random.Next(3) > 0)
                continue;
            else if (place == "query")
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(values.Plain(name, parameter["schema"]!, asked)));
            else
                request.Headers.TryAddWithoutValidation(name, InHeader(name, path, parameter, asked));
        }

        Sign(request, operation);
        var breaksBody = intent == Intent.Broken && wrong is null && operation["requestBody"] is not null;
        if (operation["requestBody"] is { } body)
            request.Content = Body(body, breaksBody ? Intent.Broken : intent == Intent.Broken ? Intent.Valid : intent);
        else if (random.Next(50) == 0 && method != "GET")
            request.Content = new StringContent("not asked for", Encoding.UTF8, "text/plain");
        request.Method = new HttpMethod(method == "GET" && heads.Contains((string)operation["operationId"]!) && random.Next(15) == 0 ? "HEAD" : method);
        request.RequestUri = new Uri($"/api{path}{(random.Next(20) == 0 ? "/" : "")}{query}", UriKind.Relative);
        return new FuzzRequest(request, (string)operation["operationId"]!, path, world.Caller);
    }

    private string InPath(string name, string template, JsonObject parameter, Intent intent)
    {
        if (name == "id")
            step = template.Contains("{step}", StringComparison.Ordinal) ? world.IdOf("steps", random)?.Split('/') : null;
        var group = template.Trim('/').Split('/')[0] switch { "break-sessions" => "focus-sessions", { } other => other };
        var known = name switch
        {
            "token" => world.IdOf(name, random),
            "name" => DrawnPicture.NameOf("somebody", "Some Body"),
            "step" => step?[1],
            _ => step?[0] ?? (StateFor(template) is { } state ? world.IdOf(state, random) : null) ?? world.IdOf(group, random),
        };
        var text = intent != Intent.Broken && known is not null && random.Next(8) > 0 ? known : values.Plain(name, parameter["schema"]!, intent);
        return text.Trim() is "" or "." or ".." || text.Contains('\0', StringComparison.Ordinal) ? "x" : text;
    }

    // What a thing must be for an operation to succeed, where few things are.
    private static string? StateFor(string template) => template[template.LastIndexOf('/')..] switch
    {
        "/skip" => "recurring",
        "/resume" => "paused",
        _ => null,
    };

    private string InHeader(string name, string path, JsonObject parameter, Intent intent)
    {
        if (intent != Intent.Broken && name.StartsWith("If-", StringComparison.Ordinal))
            return random.Next(5) == 0 ? "*" : world.Versions.GetValueOrDefault(path, "\"1\"");
        if (intent != Intent.Broken && name == "Idempotency-Key")
            return $"key-{random.Next(200)}";
        var text = values.Plain(name, parameter["schema"]!, intent);
        return new string([.. text.Where(letter => letter is >= ' ' and < '\x7f')]); // more than that HttpClient does not send
    }

    private void Sign(HttpRequestMessage request, JsonObject operation)
    {
        if (operation["security"]?.AsArray().Any(choice => choice!.AsObject().ContainsKey("functionKey")) == true && random.Next(8) > 0)
            request.Headers.TryAddWithoutValidation("x-functions-key", functionKey);
        var token = random.Next(25) switch
        {
            0 => null,
            1 => "not.a.token",
            2 => world.Caller!.AccessToken[..^3] + "abc",
            _ => world.Caller!.AccessToken,
        };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    private HttpContent Body(JsonNode body, Intent intent)
    {
        if (body["content"]!["application/json"] is null)
            return Picture(body["content"]!.AsObject(), intent);
        var schema = contract.Resolve(body["content"]!["application/json"]!["schema"]!);
        if (intent == Intent.Broken && random.Next(3) == 0)
            return Malformed();
        var text = values.Object(schema, intent).ToJsonString();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(
            intent == Intent.Broken && random.Next(10) == 0 ? new[] { "text/plain", "application/xml", "application/json-patch+json" }[random.Next(3)] : "application/json");
        return content;
    }

    private HttpContent Picture(JsonObject content, Intent intent)
    {
        byte[] file = intent == Intent.Valid ? SamplePictures.Png(64, 48) : [.. SamplePictures.Png(20, 20)[..random.Next(100)], .. Enumerable.Range(0, random.Next(50)).Select(_ => (byte)random.Next(256))];
        var bytes = new ByteArrayContent(file);
        bytes.Headers.ContentType = new MediaTypeHeaderValue(random.Next(3) == 0 && intent == Intent.Broken ? "image/gif" : "image/png");
        if (random.Next(3) > 0)
            return bytes;
        content.ContainsKey("multipart/form-data").ShouldBeTrue();
        return new MultipartFormDataContent { { bytes, intent == Intent.Broken && random.Next(2) == 0 ? "picture" : "file", "me.png" } };
    }

    // No JSON object at all.
    private ByteArrayContent Malformed()
    {
        byte[] bytes = random.Next(9) switch
        {
            0 => [],
            1 => "{\"title\":"u8.ToArray(),
            2 => "[]"u8.ToArray(),
            3 => "null"u8.ToArray(),
            4 => [.. "{\"title\":\""u8, 0xff, 0xfe, .. "\"}"u8],
            5 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)),
            6 => Encoding.UTF8.GetBytes("{\"title\":\"" + new string('x', random.Next(10) == 0 ? Huge : 70_000) + "\"}"),
            7 => "{\"title\":\"a\",\"title\":\"b\"}"u8.ToArray(),
            _ => "\u00ef\u00bb\u00bf{}"u8.ToArray(),
        };
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

/// <summary>A request, and what the fuzzer has to know of it when the answer comes.</summary>
internal sealed record FuzzRequest(HttpRequestMessage Message, string OperationId, string Path, FuzzPerson Caller);
