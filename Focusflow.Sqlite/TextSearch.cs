using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// The SQL functions <c>has_text(value, part)</c>, whether a value is text with a part in it, ignoring case, and
/// <c>may_have_text(json, part, ...)</c>, whether any text in a document may have one of these parts in it.
/// </summary>
/// <remarks>The second one is often wrong with yes and never with no; it spares reading the JSON of nearly all that is searched.</remarks>
internal static class TextSearch
{
    private const int LongestOnStack = 2048;

    // What stands in JSON as it is in the text: ASCII without what a \ may stand before.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Except("\"\\/")]);

    public static void AddTo(sqlite3 database)
    {
        _ = raw.sqlite3_create_function(
            database, "has_text", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, static (context, _, values) =>
                raw.sqlite3_result_int(context, HasText(values[0], values[1]) ? 1 : 0));
        _ = raw.sqlite3_create_function(
            database, "may_have_text", -1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, static (context, _, values) =>
                raw.sqlite3_result_int(context, MayHaveText(values[0], values.AsSpan(1)) ? 1 : 0));
    }

    private static bool HasText(sqlite3_value value, sqlite3_value part)
    {
        if (raw.sqlite3_value_type(value) != raw.SQLITE_TEXT)
            return false;
        var text = raw.sqlite3_value_blob(value);
        var sought = raw.sqlite3_value_blob(part);
        var letters = text.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[text.Length];
        var soughtLetters = sought.Length <= 512 ? stackalloc char[512] : new char[sought.Length];
        ReadOnlySpan<char> whole = letters[..Encoding.UTF8.GetChars(text, letters)];
        ReadOnlySpan<char> wanted = soughtLetters[..Encoding.UTF8.GetChars(sought, soughtLetters)];
        return whole.Contains(wanted, StringComparison.OrdinalIgnoreCase);
    }

    private static bool MayHaveText(sqlite3_value json, ReadOnlySpan<sqlite3_value> parts)
    {
        var text = raw.sqlite3_value_blob(json);
        var letters = text.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[text.Length];
        if (Ascii.ToUtf16(text, letters, out var length) != OperationStatus.Done)
            return true;
        ReadOnlySpan<char> whole = letters[..length];
        if (HasHiddenLetters(whole))
            return true;

        Span<char> buffer = stackalloc char[512];
        foreach (var part in parts)
        {
            var sought = raw.sqlite3_value_blob(part);
            if (sought.Length > buffer.Length || Ascii.ToUtf16(sought, buffer, out var count) != OperationStatus.Done)
                return true;
            ReadOnlySpan<char> wanted = buffer[..count];
            if (wanted.ContainsAnyExcept(Plain) || whole.Contains(wanted, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // A letter beyond ASCII, or one that the writer of the JSON took care with; control characters, such as those that sort
    // keys are joined by, stand in no part that is looked for here.
    private static bool HasHiddenLetters(ReadOnlySpan<char> json)
    {
        while (json.IndexOf("\\u", StringComparison.Ordinal) is var at and >= 0)
        {
            json = json[(at + 2)..];
            if (!json.StartsWith("000", StringComparison.Ordinal) && !json.StartsWith("001", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
