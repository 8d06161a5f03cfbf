using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// What a user did in the days of a month, in numbers: a column for each of them, a place for each day, the first day first and
/// without the zeros at the end. Written in the transactions that it counts, so that it is what counting would give
/// (<see cref="InsightRecount"/>). When it is over a while, it is folded into its year (<see cref="InsightYear"/>) besides.
/// </summary>
public sealed record InsightMonth : UserDocument, IDocument<InsightMonth>
{
    /// <inheritdoc/>
    public static string KindName => "insightMonth";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<InsightMonth> JsonType => InsightStorageJson.Default.InsightMonth;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The month, <c>yyyy-MM</c>.</summary>
    public required string Month { get; init; }

    /// <summary>Seconds of completed focus sessions.</summary>
    public IReadOnlyList<int> FocusSeconds { get; init; } = [];

    /// <summary>The number of completed focus sessions.</summary>
    public IReadOnlyList<int> FocusSessions { get; init; } = [];

    /// <summary>Seconds of completed break sessions.</summary>
    public IReadOnlyList<int> BreakSeconds { get; init; } = [];

    /// <summary>The number of completed break sessions.</summary>
    public IReadOnlyList<int> Breaks { get; init; } = [];

    /// <summary>Tasks made, as far as they were counted (see <see cref="InsightState"/>).</summary>
    public IReadOnlyList<int> Created { get; init; } = [];

    /// <summary>Tasks completed.</summary>
    public IReadOnlyList<int> Completed { get; init; } = [];

    /// <summary>Those of them that were completed by the time they were due.</summary>
    public IReadOnlyList<int> OnTime { get; init; } = [];

    /// <summary>The estimates, in minutes, of those tasks completed that had one and had time spent on them.</summary>
    public IReadOnlyList<int> EstimatedMinutes { get; init; } = [];

    /// <summary>The seconds that were spent on the same tasks.</summary>
    public IReadOnlyList<int> RealSeconds { get; init; } = [];

    /// <summary>When work ended, in minutes from the day's midnight and one more; 0 when that is not known.</summary>
    public IReadOnlyList<int> Shutdown { get; init; } = [];

    /// <summary>Seconds of focus by the hour on the clock, <c>00</c> to <c>23</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Hours { get; init; } = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);

    /// <summary>Seconds of focus by the tags of the task.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Tags { get; init; } = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);

    /// <summary>The document's id for a month, such as <c>insights-2026-11</c>.</summary>
    public static string IdOf(YearMonth month) => "insights-" + NameOf(month);

    /// <summary>The month of a name.</summary>
    public static YearMonth Parse(string name) => DayText.Parse(name + "-01").ToYearMonth();

    /// <summary>The month of a day, in which nothing was done.</summary>
    public static InsightMonth Empty(string userId, YearMonth month) => new() { Id = IdOf(month), UserId = userId, Month = NameOf(month) };

    /// <summary>The name of a month, <c>yyyy-MM</c>.</summary>
    public static string NameOf(YearMonth month) => DayText.Write(month.OnDayOfMonth(1))[..^3];
}

/// <summary>Up to when the tasks made by a user are counted in the months; the rest is counted by the next look.</summary>
public sealed record InsightState : UserDocument, IDocument<InsightState>
{
    /// <summary>The id of the only one.</summary>
    public const string FixedId = "insights";

    /// <inheritdoc/>
    public static string KindName => "insightState";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<InsightState> JsonType => InsightStorageJson.Default.InsightState;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Tasks made before this are counted.</summary>
    public required DateTimeOffset CreatedUntil { get; init; }

    /// <summary>The first month that is not folded yet, <c>yyyy-MM</c>; null where none ever was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FoldedBefore { get; init; }
}

/// <summary>How the months are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(InsightMonth))]
[JsonSerializable(typeof(InsightState))]
internal sealed partial class InsightStorageJson : JsonSerializerContext;
