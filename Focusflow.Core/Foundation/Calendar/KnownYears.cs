namespace Focusflow.Core.Foundation.Calendar;

/// <summary>The years that times and days may lie in: all but those at the ends of the calendar, which no zone could move over.</summary>
public static class KnownYears
{
    /// <summary>What a time must do, for a sentence that begins with its name.</summary>
    public const string Rule = "must lie in the years 2 to 9998";

    private const int YearDigits = 4;

    /// <summary>Whether a year is one of them.</summary>
    public static bool Include(int year) => year is > 1 and < 9999;

    /// <summary>
    /// Whether a text that is no time that we know names another year, such as <c>0001-01-01T00:00:00Z</c>, or one of more
    /// digits, as JavaScript writes it: <c>+010000-01-01T00:00:00.000Z</c>.
    /// </summary>
    public static bool AreLeftBy(ReadOnlySpan<char> text)
    {
        var signed = text.Length > 0 && text[0] is '+' or '-';
        var digits = signed ? text[1..] : text;
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return length >= YearDigits
            && digits[length] == '-'
            && (signed || length > YearDigits || !Include(int.Parse(digits[..length], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
