using System.Globalization;

namespace Focusflow.Core.Foundation.Timers;

/// <summary>How the ids of timers are made.</summary>
public static class TimerId
{
    /// <summary>The id of a plan, such as <c>reminder-0199...-20261122T105900000Z</c>.</summary>
    /// <param name="kind">What is planned.</param>
    /// <param name="id">The id of whom or what it is planned for, a GUID.</param>
    /// <param name="due">The planned instant, in whole milliseconds.</param>
    public static string Of(string kind, string id, DateTimeOffset due) => Of($"{kind}-{Guid.Parse(id):N}", due);

    /// <summary>The id of what is planned for everybody at an instant, such as <c>shutdown-20251006T150000000Z</c>.</summary>
    /// <param name="kind">What is planned.</param>
    /// <param name="due">The planned instant, in whole milliseconds.</param>
    public static string Of(string kind, DateTimeOffset due) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{due.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
}
