using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.LocalRuntime.Features.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>How the page's endpoints write JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(IReadOnlyList<FunctionView>))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(UpcomingView))]
[JsonSerializable(typeof(OrchestrationPage))]
[JsonSerializable(typeof(OrchestrationDetail))]
[JsonSerializable(typeof(PurgeView))]
[JsonSerializable(typeof(PartitionPage))]
[JsonSerializable(typeof(DocumentViewPage))]
internal sealed partial class PageJson : JsonSerializerContext
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>Answers with a value.</summary>
    public static Task WriteAsync<T>(HttpContext http, T answer) =>
        http.Response.WriteAsJsonAsync(answer, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!, cancellationToken: http.RequestAborted);

    /// <summary>The <c>limit</c> asked for, or null after having answered 400.</summary>
    public static async Task<int?> LimitAsync(HttpContext http)
    {
        if (Text(http, "limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, $"limit must be a number from 1 to {MaxLimit}.");
        return null;
    }

    /// <summary>A query parameter; null when it is missing or empty.</summary>
    public static string? Text(HttpContext http, string name) => http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;
}
