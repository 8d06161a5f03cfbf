using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>A request and its response without a server.</summary>
internal static class Exchange
{
    public static HttpRequest Request(string method, string pathAndQuery, string? body = null, string? contentType = "application/json") =>
        Request(method, pathAndQuery, body is null ? null : Encoding.UTF8.GetBytes(body), contentType);

    public static HttpRequest Request(string method, string pathAndQuery, byte[]? body, string? contentType = "application/json")
    {
        var request = new DefaultHttpContext().Request;
        var parts = pathAndQuery.Split('?', 2);
        request.Method = method;
        request.Path = parts[0];
        request.QueryString = parts.Length == 2 ? new QueryString("?" + parts[1]) : default;
        if (body is null)
            return request;
        request.Body = new MemoryStream(body);
        request.ContentLength = body.Length;
        request.ContentType = contentType;
        return request;
    }

    public static async Task<(HttpResponse Response, string Body)> Run(this HttpRequest request, IResult answer)
    {
        var body = new MemoryStream();
        request.HttpContext.Response.Body = body;
        await answer.ExecuteAsync(request.HttpContext);
        return (request.HttpContext.Response, Encoding.UTF8.GetString(body.ToArray()));
    }

    public static JsonElement Json(string text) => JsonElement.Parse(text);
}
