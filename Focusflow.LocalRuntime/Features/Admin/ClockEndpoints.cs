using System.Text.Json;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>
/// <c>GET /runtime/clock</c> tells the time; <c>POST</c> with <c>{"advance": "PT25M"}</c> or <c>{"to": "..."}</c> moves a
/// virtual clock and answers when everything that fell due is done.
/// </summary>
internal static class ClockEndpoints
{
    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        var clock = services.GetService<VirtualClock>();
        yield return HostEndpoints.Local("GET", "runtime/clock", http => clock is null
            ? HostEndpoints.RefuseAsync(http, StatusCodes.Status404NotFound, "The clock is the real one; start with --clock virtual to have one that can be moved.")
            : AnswerAsync(http, clock));
        yield return HostEndpoints.Local("POST", "runtime/clock", http => clock is null
            ? HostEndpoints.RefuseAsync(http, StatusCodes.Status409Conflict, "The real clock cannot be moved; start with --clock virtual.")
            : MoveAsync(http, clock));
    }

    private static async Task MoveAsync(HttpContext http, VirtualClock clock)
    {
        var target = await ReadAsync(http.Request, clock.GetUtcNow());
        if (target is null)
        {
            await HostEndpoints.RefuseAsync(
                http, StatusCodes.Status400BadRequest, "The body must be {\"advance\": \"PT25M\"} or {\"to\": \"2025-09-29T17:00:00Z\"}.");
            return;
        }

        try
        {
            await clock.AdvanceToAsync(target.Value, http.RequestAborted);
        }
        catch (ArgumentOutOfRangeException)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, $"Time only moves forward; it is {IsoTime.Write(clock.GetUtcNow())} now.");
            return;
        }

        await AnswerAsync(http, clock);
    }

    /// <summary>The instant to move to, or null when the body names none.</summary>
    private static async Task<DateTimeOffset?> ReadAsync(HttpRequest request, DateTimeOffset now)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            if (Text(body.RootElement, "to") is { } to)
                return IsoTime.TryInstant(to, out var instant) ? instant : null;
            return IsoTime.TryDuration(Text(body.RootElement, "advance"), out var length) && length <= DateTimeOffset.MaxValue - now
                ? now + length
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Task AnswerAsync(HttpContext http, VirtualClock clock)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync($$"""{"now":"{{IsoTime.Write(clock.GetUtcNow())}}"}""", http.RequestAborted);
    }
}
