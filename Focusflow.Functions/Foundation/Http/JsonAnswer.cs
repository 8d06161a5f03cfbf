using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Output;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>A value as JSON.</summary>
internal sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type) : IResult
{
    private static readonly bool IsConfidential = ConfidentialAttribute.IsIn(typeof(T));

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string? ETag { get; init; }

    public string? Location { get; init; }

    public string? NextCursor { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (ETag is not null)
        {
            response.Headers.ETag = $"\"{ETag}\"";
            if (httpContext.Request.Method is var method
                && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
                && httpContext.Request.TagThatNames(ETag) is { } named)
            {
                response.Headers.ETag = named;
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        if (Location is not null)
            response.Headers.Location = Location;
        if (NextCursor is not null)
            response.Headers.Link = NextLink.Write(httpContext.Request, NextCursor);
        if (IsConfidential)
            Uncompressed.Keep(httpContext);
        response.StatusCode = Status;
        return JsonOutput.WriteAsync(response, value, type, "application/json");
    }
}
