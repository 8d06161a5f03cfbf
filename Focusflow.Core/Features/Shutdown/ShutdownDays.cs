using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>
/// The days on which a user sent a reflection, all of them in one small document (46 bytes a year), so that a streak of
/// any length costs one read; with the times of the last 30 days for their mean. Written together with each reflection.
/// </summary>
public sealed record ShutdownDays : UserDocument, IDocument<ShutdownDays>
{
    /// <summary>The id in every user's partition.</summary>
    public const string FixedId = "shutdown-days";

    /// <summary>How many days, counted back from today and including it, the mean time looks at.</summary>
    public const int RecentDays = 30;

    private const int BytesPerYear = 46;

    /// <inheritdoc/>
    public static string KindName => "shutdownDays";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ShutdownDays> JsonType => ShutdownJson.Default.ShutdownDays;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>By year, such as <c>2025</c>: one bit a day, January 1st first.</summary>
    public IReadOnlyDictionary<string, byte[]> Years { get; init; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    /// <summary>The latest days with the time of their reflection, oldest first.</summary>
    public IReadOnlyList<ShutdownTime> Recent { get; init; } = [];

    /// <summary>The first day with a reflection, or null when there is none.</summary>
    [JsonIgnore]
    public LocalDate? First
    {
        get
        {
            if (Years.Count == 0)
                return null;
            var year = Years.Keys.Min(StringComparer.Ordinal)!;
            var bits = Years[year];
            var first = Enumerable.Range(0, bits.Length * 8).First(bit => IsSet(bits, bit));
            return new LocalDate(int.Parse(year, CultureInfo.InvariantCulture), 1, 1).PlusDays(first);
        }
    }

    /// <summary>A user who has not sent any yet.</summary>
    public static ShutdownDays None(string userId) => new() { Id = FixedId, UserId = userId };

    /// <summary>Whether there is a reflection for a day.</summary>
    public bool Contains(LocalDate day) => Years.TryGetValue(YearOf(day), out var bits) && IsSet(bits, day.DayOfYear - 1);

    /// <summary>When the reflection of one of the latest days was sent, in minutes from the day's midnight; null when unknown.</summary>
    public int? TimeOn(LocalDate day)
    {
        var text = DayText.Write(day);
        return Recent.FirstOrDefault(time => time.Day == text)?.Minutes;
    }

    /// <summary>The days with another one, or with a new time for one that was there.</summary>
    /// <param name="day">The day.</param>
    /// <param name="minutes">
    /// When work ended, in minutes from the day's midnight; over 1,440 after the next. Null when the reflection does not tell:
    /// what an earlier one of the day told stays.
    /// </param>
    public ShutdownDays With(LocalDate day, int? minutes)
    {
        var years = Contains(day) ? Years : WithBit(day);
        if (minutes is not { } time)
            return this with { Years = years };
        var text = DayText.Write(day);
        var recent = Recent.Where(one => one.Day != text).Append(new ShutdownTime(text, time))
            .OrderBy(one => one.Day, StringComparer.Ordinal).TakeLast(RecentDays);
        return this with { Years = years, Recent = [.. recent] };
    }

    /// <summary>
    /// The mean time of day at which work ended on the last 30 days, of those whose reflection tells, as <c>H:mm</c>, <c>0:00</c> without any. A ritual after
    /// midnight counts as late, not as early: 23:00 and 1:00 of the next morning make midnight.
    /// </summary>
    public string MeanTime(LocalDate today)
    {
        var from = DayText.Write(today.PlusDays(1 - RecentDays));
        var until = DayText.Write(today);
        var times = Recent.Where(time => string.CompareOrdinal(time.Day, from) >= 0 && string.CompareOrdinal(time.Day, until) <= 0)
            .Select(time => time.Minutes).ToList();
        if (times.Count == 0)
            return "0:00";
        var mean = (int)Math.Floor(times.Average()) % 1440;
        return string.Create(CultureInfo.InvariantCulture, $"{mean / 60}:{mean % 60:D2}");
    }

    private Dictionary<string, byte[]> WithBit(LocalDate day)
    {
        var years = Years.ToDictionary(StringComparer.Ordinal);
        var bits = years.TryGetValue(YearOf(day), out var known) ? (byte[])known.Clone() : new byte[BytesPerYear];
        bits[(day.DayOfYear - 1) / 8] |= (byte)(1 << ((day.DayOfYear - 1) % 8));
        years[YearOf(day)] = bits;
        return years;
    }

    private static bool IsSet(byte[] bits, int index) => (bits[index / 8] & (1 << (index % 8))) != 0;

    private static string YearOf(LocalDate day) => day.Year.ToString("D4", CultureInfo.InvariantCulture);
}

/// <summary>When the reflection of a day was sent.</summary>
/// <param name="Day">The day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Minutes">Minutes from the day's midnight, in the zone of that moment; over 1,440 after the next midnight.</param>
public sealed record ShutdownTime(string Day, int Minutes);
