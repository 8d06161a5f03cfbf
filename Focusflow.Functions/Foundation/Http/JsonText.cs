using System.Text.Json;
using System.Text.Unicode;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Parses JSON sent by a client so strictly that nothing later can stumble over it.</summary>
internal static class JsonText
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>
    /// The JSON value in <paramref name="utf8"/>. Refused besides what no parser takes: bytes that are not UTF-8, half
    /// surrogate pairs, the same name twice in one object (readers would disagree which counts), deep nesting.
    /// </summary>
    public static Outcome<JsonElement> Parse(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!Utf8.IsValid(text.Span))
            return new Problem(ProblemCodes.MalformedJson, "The body is not valid UTF-8.");
        if (HasHalfSurrogate(text.Span))
            return new Problem(ProblemCodes.MalformedJson, "The body holds half a surrogate pair (a \\u escape without its partner).");
        try
        {
            return JsonElement.Parse(text.Span, Strict);
        }
        catch (JsonException error)
        {
            return new Problem(ProblemCodes.MalformedJson, error is { LineNumber: { } line, BytePositionInLine: { } position }
                ? $"The body is not well-formed JSON (line {line + 1}, byte {position + 1})."
                : $"The body is not well-formed JSON: every name may stand only once in an object, and at most {MaxDepth} levels are accepted.");
        }
    }

    // Such text parses, but cannot be turned into a string: it would throw when a field is read, much later.
    private static bool HasHalfSurrogate(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(@"\ud"u8) < 0 && text.IndexOf(@"\uD"u8) < 0)
            return false;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (JsonException)
        {
            // Not well-formed for another reason; the parser says where.
        }

        return false;
    }
}
