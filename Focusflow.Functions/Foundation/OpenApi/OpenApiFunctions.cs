using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>The API's description, for machines and for people.</summary>
public static class OpenApiFunctions
{
    private static readonly Lazy<byte[]> Description = new(() => Write(OpenApiDocument.Create(PublicFunctions.Names.Contains)));

    private static readonly Lazy<SelfContainedPage> Page = new(() => SelfContainedPage.Read(typeof(OpenApiFunctions).Assembly, "docs.html"));

    /// <summary>GET /openapi.json: the API as OpenAPI 3.1.</summary>
    [Function("OpenApi")]
    [Operation("The API as OpenAPI 3.1", Tag = "Service", Answer = typeof(JsonObject))]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Results.Bytes(Description.Value, "application/json");

    /// <summary>GET /docs: a page to read it and try calls.</summary>
    [Function("Docs")]
    [Operation("A page to read the API and try it", Tag = "Service", Answer = typeof(string), AnswerType = "text/html")]
    public static IResult Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Page.Value.ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(Page.Value.Html, "text/html; charset=utf-8");
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
