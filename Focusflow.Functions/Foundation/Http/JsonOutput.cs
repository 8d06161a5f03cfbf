using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Sites;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Writes JSON to a response: straight to UTF-8, with its length, without allocating per request.</summary>
internal static class JsonOutput
{
    private const int KeepAtMost = 256 * 1024;

    // The answers are JSON with nosniff, never put into a page, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type, string contentType)
    {
        SiteUrlConverter.AnswerTo(new RequestSite(response.HttpContext.Request));

        // Nobody else's while it is sent. Nearly always that has ended here, since the server takes a copy.
        var bytes = buffer ?? new ArrayBufferWriter<byte>(1024);
        buffer = null;
        Serialize(value, type, bytes);
        response.ContentType = contentType;
        response.ContentLength = bytes.WrittenCount;

        // Not cancelled when the client goes away: the server drops the bytes then, and there is nothing to report.
        var sent = response.Body.WriteAsync(bytes.WrittenMemory, CancellationToken.None);
        if (sent.IsCompletedSuccessfully && bytes.WrittenCount <= KeepAtMost)
            buffer = bytes;
        return sent.AsTask();
    }

    private static void Serialize<T>(T value, JsonTypeInfo<T> type, ArrayBufferWriter<byte> bytes)
    {
        bytes.ResetWrittenCount();
        var json = writer ??= new Utf8JsonWriter(bytes, Options);
        json.Reset(bytes);
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
    }
}
