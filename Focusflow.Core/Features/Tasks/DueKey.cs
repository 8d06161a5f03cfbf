using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// Due dates as they are stored for queries. Instants sort as text, and apart from them, after all of them, days as text:
/// <c>D2026-11-21</c>. Where a day lies among instants depends on the user's zone and day start, so what is asked for both is
/// asked twice, once among instants and once among days, and nothing has to be written anew when a user moves.
/// </summary>
internal static class DueKey
{
    /// <summary>Keys of days begin here; those of instants, and of no due date, lie before.</summary>
    public const string FirstDay = "D";

    /// <summary>After the keys of all days.</summary>
    public const string AfterDays = "E";

    /// <summary>The key of a due date.</summary>
    public static string Of(DayOrInstant due) => due.Day is { } day ? Of(day) : InstantText.ToSortable(due.Instant!.Value);

    /// <summary>The key of a day.</summary>
    public static string Of(LocalDate day) => FirstDay + DayText.Write(day);
}
