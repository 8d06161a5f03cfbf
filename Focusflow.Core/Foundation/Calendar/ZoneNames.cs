using System.Collections.Frozen;
using NodaTime;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// The names of zones that users may choose: those of the IANA database, also its older ones such as <c>Asia/Calcutta</c>.
/// What a zone library makes up besides, such as <c>UTC+01:23:45</c>, is read where it was stored once, and not taken anew.
/// </summary>
public static class ZoneNames
{
    private static readonly FrozenDictionary<string, string> Names =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name as the database spells it, whatever the case of the letters; null when it has none such.</summary>
    public static string? Find(string name) => Names.GetValueOrDefault(name);
}
