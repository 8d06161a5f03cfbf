using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>Functions that show how a request is bound.</summary>
public sealed class ToyBindings
{
    public sealed record Note(string? Title, int Count);

    [Function("ReadGuid")]
    public static IResult ReadGuid([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "guids/{id:guid}")] HttpRequest request, Guid id) =>
        Results.Text($"{request.Method} {id}");

    [Function("ReadNumber")]
    public static Task<IResult> ReadNumber(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{number?}")] HttpRequest request, int? number) =>
        Task.FromResult(Results.Text($"{number?.ToString() ?? "none"}"));

    [Function("ReadText")]
    public static IResult ReadText([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "texts/{text}")] HttpRequest request, string text) =>
        Results.Text(text);

    [Function("ReadQuery")]
    public static IResult ReadQuery(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "query")] HttpRequest request, string? text, int number, bool? flag, int page = 7) =>
        Results.Text($"{text ?? "none"} {number} {flag?.ToString() ?? "none"} {page}");

    [Function("ReadBody")]
    public static IResult ReadBody([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "notes")] HttpRequest request, [FromBody] Note note) =>
        Results.Text($"{note.Title} {note.Count}");

    [Function("ReadContext")]
    public static IResult ReadContext(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{id}")] HttpRequest request, FunctionContext context, CancellationToken cancellation) =>
        Results.Text(string.Join(
            ' ',
            context.FunctionDefinition.Name,
            context.FunctionDefinition.InputBindings["request"].Type,
            context.BindingContext.BindingData["id"],
            context.InvocationId == request.Headers["x-ms-invocation-id"],
            context.GetHttpContext() == request.HttpContext,
            cancellation == request.HttpContext.RequestAborted));

    [Function("ReadAll")]
    public static async Task<IResult> ReadAll([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bytes")] HttpRequest request)
    {
        var counted = new MemoryStream();
        await request.Body.CopyToAsync(counted);
        return Results.Text($"{counted.Length}");
    }
}

/// <summary>Functions that show what becomes of results.</summary>
public sealed class ToyResults
{
    [Function("Action")]
    public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/action")] HttpRequest request) =>
        new OkObjectResult(new { someName = 1 });

    [Function("Nothing")]
    public static IActionResult Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/ok-null")] HttpRequest request) =>
        new OkObjectResult(null);

    [Function("JsonNull")]
    public static IActionResult JsonNull([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/json-null")] HttpRequest request) =>
        new JsonResult(null);

    [Function("PlainText")]
    public static string PlainText([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/string")] HttpRequest request) => "lost";

    [Function("PlainObject")]
    public static Task<object> PlainObject([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/object")] HttpRequest request) =>
        Task.FromResult<object>(new { lost = true });

    [Function("Created")]
    public static async ValueTask<IResult> Created([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/created")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Created("/there", new { ok = true });
    }

    [Function("Written")]
    public static async Task Written([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/written")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 418;
        await request.HttpContext.Response.WriteAsync("by hand");
    }

    [Function("Throws")]
    public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/throws")] HttpRequest request) =>
        throw new InvalidOperationException("secret");
}
