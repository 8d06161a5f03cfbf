using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>Writes documents as they are stored.</summary>
internal static class DocumentJson
{
    private const int KeepAtMost = 256 * 1024;

    // Stored JSON is never put into a page, so only what JSON itself demands is escaped: other scripts stay short.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? bytes;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>The document as UTF-8 JSON.</summary>
    public static byte[] Write<T>(T document)
        where T : Document, IDocument<T>
    {
        // Nothing is awaited in between, so one buffer per thread is enough.
        bytes ??= new ArrayBufferWriter<byte>(1024);
        writer ??= new Utf8JsonWriter(bytes, Options);
        bytes.ResetWrittenCount();
        writer.Reset(bytes);
        JsonSerializer.Serialize(writer, document, T.JsonType);
        writer.Flush();
        var json = bytes.WrittenSpan.ToArray();
        if (bytes.Capacity > KeepAtMost)
            bytes = null;
        return json;
    }
}
