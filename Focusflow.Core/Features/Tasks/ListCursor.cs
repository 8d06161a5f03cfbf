using System.Globalization;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// Where a list goes on. Besides the store's continuation it holds the instant of the first page, so that "today" means
/// the same day on every page, also when midnight comes in between.
/// </summary>
/// <param name="Now">The instant of the first page, in whole milliseconds.</param>
/// <param name="Continuation">What the store gave; null for the first page.</param>
public readonly record struct ListCursor(DateTimeOffset Now, string? Continuation)
{
    private const long Latest = 253_402_300_799_999;

    /// <summary>Reads a cursor; null stands for the first page, asked for now.</summary>
    public static Outcome<ListCursor> Read(string? cursor, DateTimeOffset now)
    {
        if (cursor is null)
            return new ListCursor(now, null);
        var end = cursor.IndexOf('-', StringComparison.Ordinal);
        return end > 0
            && long.TryParse(cursor.AsSpan(0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var time)
            && time is >= 0 and <= Latest
                ? new ListCursor(DateTimeOffset.FromUnixTimeMilliseconds(time), cursor[(end + 1)..])
                : Problem.InvalidCursor;
    }

    /// <summary>The cursor of the next page, or null when there is none.</summary>
    public string? Next(string? continuation) =>
        continuation is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Now.ToUnixTimeMilliseconds():x}-{continuation}");
}
