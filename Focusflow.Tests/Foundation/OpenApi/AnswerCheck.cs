using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>Holds answers against the description: status, media type, headers and body.</summary>
internal sealed class AnswerCheck(ApiContract contract, AnswersSeen seen)
{
    private const string Prefix = "/api";

    // Others say nothing about the resource, and are the host's or the server's.
    private static readonly string[] Headers = ["ETag", "Location", "Link", "Retry-After", "WWW-Authenticate", "Accept-Encoding", "Accept-Patch"];

    private readonly StrictSchemas schemas = new(contract.Document["components"]!["schemas"]!.AsObject());

    /// <summary>The one that all tests of this process share.</summary>
    public static AnswerCheck OfSuite { get; } = new(ApiContract.Of, AnswersSeen.BySuite);

    /// <summary>What it has met.</summary>
    public AnswersSeen Seen => seen;

    /// <summary>
    /// What is wrong with an answer, in lines; null when nothing is. Exempt is what the host answers and not the app: what
    /// lies outside of <c>/api</c>, preflights, the 404 where no operation is, an empty 401 for a missing function key.
    /// </summary>
    public async Task<string?> FindFaultAsync(HttpRequestMessage request, HttpResponseMessage answer)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith(Prefix + "/", StringComparison.OrdinalIgnoreCase) || request.Method == HttpMethod.Options)
            return null;
        var status = (int)answer.StatusCode;
        if (contract.Find(request.Method.Method, path[Prefix.Length..]) is not var (name, operation))
        {
            return answer.StatusCode == HttpStatusCode.NotFound && await IsHostsOwnAsync(request, answer)
                ? null
                : $"{request.Method} {path} answered {status}, but the description has no such operation.";
        }

        if (answer.StatusCode == HttpStatusCode.Unauthorized && NeedsFunctionKey(operation) && await IsEmptyAsync(answer))
            return null;
        seen.Add(name, status);
        if (operation["responses"]![$"{status}"] is not { } declared)
            return $"{name} answered {status}, which is not declared: {await TextAsync(answer)}";
        var response = contract.Resolve(declared);
        var faults = HeaderFaults(response, answer).Concat(await BodyFaultsAsync(request.Method, response, answer)).ToList();
        return faults.Count == 0 ? null : $"{name} answered {status} otherwise than described:\n  {string.Join("\n  ", faults)}\n  {await TextAsync(answer)}";
    }

    private static bool NeedsFunctionKey(JsonObject operation) =>
        operation["security"] is JsonArray choices && choices.Any(choice => choice!.AsObject().ContainsKey("functionKey"));

    private static IEnumerable<string> HeaderFaults(JsonObject response, HttpResponseMessage answer)
    {
        var declared = response["headers"]?.AsObject() ?? [];
        foreach (var (name, header) in declared)
        {
            if (header!["required"]?.GetValue<bool>() == true && !answer.Headers.Contains(name))
                yield return $"The header {name} is missing.";
        }

        foreach (var name in Headers)
        {
            if (answer.Headers.Contains(name) && !declared.ContainsKey(name))
                yield return $"The header {name} is not declared.";
        }
    }

    private async Task<IEnumerable<string>> BodyFaultsAsync(HttpMethod method, JsonObject response, HttpResponseMessage answer)
    {
        var sent = answer.Content.Headers.ContentType?.MediaType;
        if (method == HttpMethod.Head || response["content"] is not JsonObject content)
            return await IsEmptyAsync(answer) ? [] : ["There is a body, but none is declared or allowed."];
        if (sent is null || content[sent] is not { } media)
            return [$"The media type {sent ?? "(none)"} is not declared."];
        if (sent == "text/event-stream")
            return []; // may never end
        var bytes = await PlainAsync(answer.Content);
        if (!sent.EndsWith("json", StringComparison.Ordinal))
            return bytes.Length > 0 ? [] : ["The body is empty."];

        JsonElement value;
        try
        {
            value = JsonElement.Parse(bytes);
        }
        catch (JsonException error)
        {
            return [$"The body is not JSON: {error.Message}"];
        }

        var faults = schemas.Check(media["schema"]!, value);
        return faults.Count == 0 && sent == ProblemBody.MediaType ? ProblemFaults(value, (int)answer.StatusCode) : faults;
    }

    private IEnumerable<string> ProblemFaults(JsonElement problem, int status)
    {
        if (problem.GetProperty("status").GetInt32() != status)
            yield return "The problem names another status.";
        if (!ProblemCodes.ByName.TryGetValue(problem.GetProperty("code").GetString()!, out var code))
        {
            yield return "The code of the problem is not in the catalogue.";
            yield break;
        }

        if ((int)code.Kind != status || problem.GetProperty("type").GetString() != code.Type || problem.GetProperty("title").GetString() != code.Title)
            yield return "The code of the problem comes with another status, type or title.";
    }

    /// <summary>Whether it is how the local host answers where no function is.</summary>
    private async Task<bool> IsHostsOwnAsync(HttpRequestMessage request, HttpResponseMessage answer)
    {
        if (request.Method == HttpMethod.Head)
            return await IsEmptyAsync(answer);
        if (answer.Content.Headers.ContentType?.MediaType != ProblemBody.MediaType)
            return false;
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return problem.RootElement.GetProperty("code").GetString() == ProblemCodes.NotFound.Name
            && !ProblemFaults(problem.RootElement, (int)answer.StatusCode).Any();
    }

    private static async Task<byte[]> PlainAsync(HttpContent content)
    {
        var sent = new MemoryStream(await content.ReadAsByteArrayAsync());
        await using Stream plain = content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        using var copy = new MemoryStream();
        await plain.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static async Task<bool> IsEmptyAsync(HttpResponseMessage answer) => (await answer.Content.ReadAsByteArrayAsync()).Length == 0;

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return "";
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length > 1000 ? text[..1000] + "..." : text;
    }
}
