using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// Reads a <c>[FromBody]</c> parameter as the worker does: whatever is wrong ends in the same exception, so an app that
/// wants to tell its callers more reads the body by hand.
/// </summary>
internal static class JsonBody
{
    /// <summary>The body as a type, names matched in any case.</summary>
    public static async ValueTask<object> ReadAsync(HttpRequest request, Type type)
    {
        if (!request.HasJsonContentType())
            throw new InvalidOperationException($"The content type '{request.ContentType}' is not JSON.");
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, JsonSerializerOptions.Web, request.HttpContext.RequestAborted)
                ?? throw new InvalidOperationException("The body is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"The body is no {type.Name} in JSON.", error);
        }
    }
}
