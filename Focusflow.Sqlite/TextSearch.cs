using System.Text;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>The SQL function <c>has_text(value, part)</c>: whether a value is text with a part in it, ignoring case.</summary>
internal static class TextSearch
{
    public static void AddTo(sqlite3 database) =>
        _ = raw.sqlite3_create_function(
            database, "has_text", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, static (context, _, values) =>
                raw.sqlite3_result_int(context, HasText(values[0], values[1]) ? 1 : 0));

    private static bool HasText(sqlite3_value value, sqlite3_value part)
    {
        if (raw.sqlite3_value_type(value) != raw.SQLITE_TEXT)
            return false;
        var text = raw.sqlite3_value_blob(value);
        var sought = raw.sqlite3_value_blob(part);
        var letters = text.Length <= 2048 ? stackalloc char[2048] : new char[text.Length];
        var soughtLetters = sought.Length <= 512 ? stackalloc char[512] : new char[sought.Length];
        ReadOnlySpan<char> whole = letters[..Encoding.UTF8.GetChars(text, letters)];
        ReadOnlySpan<char> wanted = soughtLetters[..Encoding.UTF8.GetChars(sought, soughtLetters)];
        return whole.Contains(wanted, StringComparison.OrdinalIgnoreCase);
    }
}
