using System.Globalization;
using System.Xml;

namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>Instants and lengths of time in ISO 8601.</summary>
internal static class IsoTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd",
    ];

    /// <summary>Reads an instant; without an offset it is UTC, a date alone is its midnight.</summary>
    public static bool TryInstant(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    /// <summary>Reads a length such as <c>PT25M</c> or <c>P1DT2H</c>; not years and months, whose length varies.</summary>
    public static bool TryDuration(string? text, out TimeSpan length)
    {
        length = default;
        if (text is null || text.Split('T')[0].AsSpan().IndexOfAny('Y', 'M') >= 0)
            return false;
        try
        {
            length = XmlConvert.ToTimeSpan(text);
            return length >= TimeSpan.Zero;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Writes an instant in UTC with only the decimals it needs.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
