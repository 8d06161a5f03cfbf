using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Output;

/// <summary>A stored document that clients see through a <see cref="DocumentView"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IViewedDocument<TSelf>
    where TSelf : struct, IViewedDocument<TSelf>
{
    /// <summary>What is shown.</summary>
    static abstract DocumentView View { get; }

    /// <summary>How the stored documents behind it are made; tells the types of what is shown.</summary>
    static abstract JsonTypeInfo StoredType { get; }

    /// <summary>The document.</summary>
    StoredDocument Document { get; }

    /// <summary>The calendar of whoever looks.</summary>
    UserCalendar Calendar { get; }
}

/// <summary>Writes a stored document as its view; never reads.</summary>
/// <typeparam name="T">The type shown.</typeparam>
public sealed class ViewedDocumentConverter<T> : JsonConverter<T>
    where T : struct, IViewedDocument<T>
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Views are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var output = scratch ??= new ArrayBufferWriter<byte>(1024);
        output.ResetWrittenCount();
        T.View.Write(value.Document.Json.Span, value.Calendar, output);
        writer.WriteRawValue(output.WrittenSpan, skipInputValidation: true);
        if (output.Capacity > 256 * 1024)
            scratch = null;
    }
}
