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
        // Serializing and copying happen without an await between them, so a buffer per thread is enough.
        SiteUrlConverter.AnswerTo(new RequestSite(response.HttpContext.Request));
        var json = Serialize(value, type);
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json);
        if (json.Length > KeepAtMost)
            buffer = null;

        // Not cancelled when the client goes away: the server drops the bytes then, and there is nothing to report.
        return response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
    }

    private static ReadOnlySpan<byte> Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var bytes = buffer ??= new ArrayBufferWriter<byte>(1024);
        bytes.ResetWrittenCount();
        var json = writer ??= new Utf8JsonWriter(bytes, Options);
        json.Reset(bytes);
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
        return bytes.WrittenSpan;
    }
}
