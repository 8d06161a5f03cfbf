using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>What one look has at hand: which documents it needs, the months as they are shown, and what it leaves behind.</summary>
/// <param name="userId">The user.</param>
/// <param name="span">The days looked at; those before are shown beside them.</param>
/// <param name="settled">Tasks made before this are counted for good.</param>
/// <param name="foldedBefore">The first month that is not to be folded yet.</param>
internal sealed class InsightLook(string userId, InsightSpan span, DateTimeOffset settled, YearMonth foldedBefore)
{
    private readonly Dictionary<string, InsightMonth> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InsightMonth> unfolded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InsightYear> years = new(StringComparer.Ordinal);

    private readonly List<YearMonth> months = [.. span.Before.Months.Union(span.Months)];

    public string UserId => userId;

    public DateTimeOffset Settled => settled;

    public YearMonth FoldedBefore => foldedBefore;

    /// <summary>The months and years that it needs: of a month that is over and shown as a whole its year, of others themselves.</summary>
    public IReadOnlyList<string> Ids => [.. months.Select(month => IsFolded(month) ? InsightYear.IdOf(month.Year) : InsightMonth.IdOf(month)).Distinct(StringComparer.Ordinal)];

    /// <summary>The months as they are shown, by their ids.</summary>
    public Dictionary<string, InsightMonth> Shown { get; } = new(StringComparer.Ordinal);

    /// <summary>The documents of months to which something was counted.</summary>
    public Dictionary<string, InsightMonth> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether months were read in order to fold them, even if there were none.</summary>
    public bool HasUnfolded { get; private set; }

    /// <summary>The ids of the months that could be folded by now, from one on.</summary>
    public IReadOnlyList<string> UnfoldedSince(YearMonth first)
    {
        var ids = new List<string>();
        for (var month = first; month < foldedBefore; month = month.PlusMonths(1))
            ids.Add(InsightMonth.IdOf(month));
        return ids;
    }

    public void Add(SomeDocuments found)
    {
        foreach (var year in found.All<InsightYear>())
            years[year.Id] = year;
        foreach (var month in months.Where(IsFolded))
        {
            if (years.GetValueOrDefault(InsightYear.IdOf(month.Year))?.Find(month) is { } folded)
                Shown[InsightMonth.IdOf(month)] = folded.ToMonth(userId, month);
        }

        foreach (var month in found.All<InsightMonth>())
            Add(month);
    }

    /// <summary>Adds the document of a month.</summary>
    public void Add(InsightMonth month)
    {
        documents[month.Id] = month;
        Shown.TryAdd(month.Id, month);
    }

    /// <summary>Adds months that are to be folded.</summary>
    public void AddUnfolded(SomeDocuments found)
    {
        HasUnfolded = true;
        foreach (var month in found.All<InsightMonth>().Where(month => InsightMonth.Parse(month.Month) < foldedBefore))
        {
            documents[month.Id] = unfolded[month.Id] = month;
            Shown[month.Id] = month;
        }
    }

    /// <summary>Whether the document of a month is at hand.</summary>
    public bool Has(string id) => documents.ContainsKey(id);

    /// <summary>Counts something in a month whose document is at hand.</summary>
    public void Count(InsightCause cause, string id, bool keep)
    {
        Shown[id] = cause.AddTo(Shown[id]);
        if (keep)
            Changed[id] = cause.AddTo(Changed.GetValueOrDefault(id) ?? documents[id]);
    }

    /// <summary>The months to fold: those that can be by now and are not, and those that may be and have changed.</summary>
    public IEnumerable<InsightMonth> ToFold() =>
        unfolded.Values.Select(month => Changed.GetValueOrDefault(month.Id) ?? month)
            .Concat(Changed.Values.Where(month => !unfolded.ContainsKey(month.Id) && InsightMonth.Parse(month.Month) < foldedBefore));

    /// <summary>A year that is at hand.</summary>
    public InsightYear? FindYear(int year) => years.GetValueOrDefault(InsightYear.IdOf(year));

    private bool IsFolded(YearMonth month) => month < foldedBefore && (span.Holds(month) || span.Before.Holds(month));
}
