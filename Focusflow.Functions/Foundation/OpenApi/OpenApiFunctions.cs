using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>The API's description, for machines and for people.</summary>
/// <param name="configuration">Tells the site's name, where the host knows it.</param>
public sealed class OpenApiFunctions(IConfiguration configuration)
{
    /// <summary>The path below which all of it lies.</summary>
    public const string BasePath = "/api";

    // Set by Azure, and by Core Tools.
    private const string HostName = "WEBSITE_HOSTNAME";

    private static readonly Lazy<SelfContainedPage> Page = new(() => SelfContainedPage.Read(typeof(OpenApiFunctions).Assembly, "docs.html"));

    private readonly Lazy<byte[]> description = new(() => DescriptionAt(configuration[HostName]));

    /// <summary>GET /openapi.json: the API as OpenAPI 3.1.</summary>
    /// <remarks>What this document says of the API.</remarks>
    /// <returns>This document.</returns>
    [Function("OpenApi")]
    [Operation("The API as OpenAPI 3.1", Tag = "Service", Answer = typeof(JsonObject))]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Results.Bytes(description.Value, "application/json");

    /// <summary>GET /docs: a page to read it and try calls.</summary>
    /// <remarks>A page of the app itself; it loads nothing from elsewhere.</remarks>
    /// <returns>The page.</returns>
    [Function("Docs")]
    [Operation("A page to read the API and try it", Tag = "Service", Answer = typeof(string), AnswerType = "text/html")]
    public static IResult Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Page.Value.ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(Page.Value.Html, "text/html; charset=utf-8");
    }

    /// <summary>The document that was made from the code (docs/openapi.json), with the site's own address before the relative one.</summary>
    /// <param name="host">The site's name, perhaps with a port; null when it is not known.</param>
    internal static byte[] DescriptionAt(string? host)
    {
        using var resource = typeof(OpenApiFunctions).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = JsonNode.Parse(resource)!.AsObject();
        if (Uri.TryCreate($"https://{host}{BasePath}", UriKind.Absolute, out var url))
            document["servers"]!.AsArray().Insert(0, new JsonObject { ["url"] = url.IsLoopback ? $"http://{host}{BasePath}" : url.ToString(), ["description"] = "This site." });
        return Write(document);
    }

    /// <summary>The document as it is served and checked in.</summary>
    internal static byte[] Write(JsonObject document)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        output.WriteByte((byte)'\n');
        return output.ToArray();
    }
}
