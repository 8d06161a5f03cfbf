using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// The months of a year that are over, folded, so that a look at two years reads two short documents in place of 24 long ones. What
/// is still done to such a month is written to both in one transaction (<see cref="InsightKeeper"/>), so they never differ.
/// </summary>
public sealed record InsightYear : UserDocument, IDocument<InsightYear>
{
    // A month is folded some days after its end; what is that old, and a few days less, is written to both. The days between are for
    // clocks that differ and for the days of users that are not those of UTC.
    private const int FoldedAfter = 10;
    private const int LateAfter = 6;

    /// <inheritdoc/>
    public static string KindName => "insightYear";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<InsightYear> JsonType => InsightYearJson.Default.InsightYear;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The months, <c>01</c> to <c>12</c>; one in which nothing was done is not there.</summary>
    public IReadOnlyDictionary<string, FoldedMonth> Months { get; init; } = new Dictionary<string, FoldedMonth>(StringComparer.Ordinal);

    /// <summary>The document's id for a year, such as <c>insights-2026</c>.</summary>
    public static string IdOf(int year) => string.Create(CultureInfo.InvariantCulture, $"insights-{year:D4}");

    /// <summary>A year of which no month is folded.</summary>
    public static InsightYear Empty(string userId, int year) => new() { Id = IdOf(year), UserId = userId };

    /// <summary>The first month that is not folded yet.</summary>
    public static YearMonth FoldedBefore(DateTimeOffset now) => MonthBefore(now, FoldedAfter);

    /// <summary>Whether a month may have been folded, so that what is done to it belongs into its year as well.</summary>
    public static bool MayHold(YearMonth month, DateTimeOffset now) => month < MonthBefore(now, LateAfter);

    /// <summary>The month as it was folded, or null.</summary>
    public FoldedMonth? Find(YearMonth month) => Months.GetValueOrDefault(NameOf(month));

    /// <summary>The year with a month as it is now.</summary>
    public InsightYear With(YearMonth month, InsightMonth now)
    {
        var months = new SortedDictionary<string, FoldedMonth>(StringComparer.Ordinal);
        foreach (var (name, folded) in Months)
            months[name] = folded;
        months[NameOf(month)] = FoldedMonth.Of(now);
        return this with { Months = months };
    }

    private static YearMonth MonthBefore(DateTimeOffset now, int days) => LocalDate.FromDateTime(now.UtcDateTime).PlusDays(-days).ToYearMonth();

    private static string NameOf(YearMonth month) => month.Month.ToString("D2", CultureInfo.InvariantCulture);
}

/// <summary>How years are stored: as short as can be, since they are read more than they are looked at.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InsightColumnConverter)])]
[JsonSerializable(typeof(InsightYear))]
internal sealed partial class InsightYearJson : JsonSerializerContext;
