using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>
/// An answer of server-sent events (the HTML standard, section 9.2), every part sent at once. Written by hand because the
/// framework's own writer knows no comments, which is what keeps an idle connection alive.
/// </summary>
internal sealed class EventStream(HttpResponse response)
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/event-stream";

    private const string OpenName = "ready";

    /// <summary>
    /// Sends the headers, how long a client waits before it connects again, and an event that says that the stream is open. An event,
    /// because some clients take every empty line for the end of one, and would be given a message without data.
    /// </summary>
    /// <param name="retry">How long; whole milliseconds.</param>
    /// <param name="lastEventId">What a client that gets no event shall send as <c>Last-Event-ID</c>, or null.</param>
    /// <param name="cancellation">Ends the wait for a slow client.</param>
    public Task OpenAsync(TimeSpan retry, string? lastEventId, CancellationToken cancellation)
    {
        response.ContentType = MediaType;
        response.Headers["X-Accel-Buffering"] = "no"; // for proxies of the nginx kind
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Write($"retry: {(long)retry.TotalMilliseconds}\nevent: {OpenName}\n");
        if (lastEventId is not null)
            Write($"id: {lastEventId}\n");
        Write("data: {}\n\n");
        return FlushAsync(cancellation);
    }

    /// <summary>Sends an event.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="id">What a client sends as <c>Last-Event-ID</c> after it.</param>
    /// <param name="data">The data, as one line of JSON.</param>
    /// <param name="type">How the data is written.</param>
    /// <param name="cancellation">Ends the wait for a slow client.</param>
    public Task SendAsync<T>(string name, string id, T data, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        Write($"event: {name}\nid: {id}\ndata: ");
        response.BodyWriter.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        Write("\n\n");
        return FlushAsync(cancellation);
    }

    /// <summary>Sends a comment: a sign of life that clients do not see. Without an empty line, for the same reason.</summary>
    public Task CommentAsync(string text, CancellationToken cancellation)
    {
        Write($": {text}\n");
        return FlushAsync(cancellation);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);

    private async Task FlushAsync(CancellationToken cancellation) => await response.BodyWriter.FlushAsync(cancellation);
}
