using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Text;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>Which tasks a client wants, and in which order. All conditions hold together.</summary>
public sealed record TaskFilter
{
    private const int MaxSearch = 200;

    /// <summary>Only done or only open tasks, or null for both.</summary>
    public bool? Completed { get; init; }

    /// <summary>Only these priorities; none for all.</summary>
    public IReadOnlyList<string> Priorities { get; init; } = [];

    /// <summary>Only tasks with at least one of these tags; none for all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only tasks with all of these tags.</summary>
    public IReadOnlyList<string> AllTags { get; init; } = [];

    /// <summary>One of <see cref="DueRange.All"/>, or null.</summary>
    public string? Range { get; init; }

    /// <summary>Only tasks due on or after this day, or at or after this instant.</summary>
    public DayOrInstant? DueFrom { get; init; }

    /// <summary>Only tasks due until this day or instant, with it.</summary>
    public DayOrInstant? DueTo { get; init; }

    /// <summary>Only tasks of this series.</summary>
    public string? Series { get; init; }

    /// <summary>Only tasks with this text in title or description, compared as <see cref="TextKeys"/> says.</summary>
    public string? Search { get; init; }

    /// <summary>The order; the newest first by default.</summary>
    public string Sort { get; init; } = TaskSort.Default;

    /// <summary>
    /// Reads the parameters <c>completed</c>, <c>priority</c>, <c>tags</c>, <c>tags_all</c>, <c>due_date_range</c>,
    /// <c>due_from</c> and <c>due_to</c> (both included; a date alone stands for the user's whole day), <c>q</c> and
    /// <c>sort</c>.
    /// </summary>
    public static Outcome<TaskFilter> Read(ParameterReader parameters)
    {
        var filter = new TaskFilter
        {
            Completed = parameters.Flag("completed"),
            Priorities = parameters.Choices("priority", TaskPriority.All),
            Tags = parameters.List("tags", Tag.MaxLength, Tag.MaxCount),
            AllTags = parameters.List("tags_all", Tag.MaxLength, Tag.MaxCount),
            Range = parameters.Choice("due_date_range", DueRange.All),
            DueFrom = DayOrInstantOf(parameters.DayOrInstant("due_from")),
            DueTo = DayOrInstantOf(parameters.DayOrInstant("due_to")),
            Series = parameters.Text("series_id", MaxSearch),
            Search = parameters.Text("q", MaxSearch),
            Sort = parameters.Choice("sort", TaskSort.All) ?? TaskSort.Default,
        };
        return parameters.Problem is { } problem ? problem : filter;
    }

    /// <summary>
    /// The query that answers a page of this list; two where it matters when tasks are due, one for those due at an instant
    /// and one for those due on a day (see <see cref="DueKey"/>). Those without a
    /// due date come after both: ascending by themselves, else by a third.
    /// </summary>
    /// <param name="userId">Whose tasks.</param>
    /// <param name="calendar">The days that <see cref="Range"/> speaks of.</param>
    /// <param name="now">The instant that <see cref="Range"/> is relative to.</param>
    public IReadOnlyList<DocumentQuery> ToQueries(string userId, UserCalendar calendar, DateTimeOffset now)
    {
        var stretches = Stretches(calendar, now).ToList();
        var sort = TaskSort.ToDocumentSort(Sort);
        if (stretches.Count > 0)
            return [Query(stretches.Select(stretch => stretch.Timed)), Query(stretches.Select(stretch => stretch.AllDay))];
        if (Range != DueRange.None && TaskSort.IsByDue(Sort))
            return sort.Descending ? [Query([Always.Timed]), Query([Always.AllDay]), Query([Undated])] : [Query([TimedAndUndated]), Query([Always.AllDay])];
        return [Query([])];

        DocumentQuery Query(IEnumerable<DocumentFilter> due) => new(Containers.UserData, userId, TaskDocument.KindName)
        {
            Filters = [.. Conditions(), .. due],
            Sort = sort,
        };
    }

    private static DueStretch Always { get; } = new(null, null, null, null);

    private static DocumentFilter Undated => new DocumentFilter.EqualTo("dueFirst", InstantText.Never);

    private static DocumentFilter TimedAndUndated => new DocumentFilter.Between("dueFirst", null, DueKey.FirstDay);

    private IEnumerable<DueStretch> Stretches(UserCalendar calendar, DateTimeOffset now)
    {
        if (DueFrom is { } from)
            yield return DueStretch.StartingAt(calendar, from);
        if (DueTo is { } to)
            yield return DueStretch.EndingAt(calendar, to);
        if (Range is not null && DueRange.StretchOf(Range, calendar, now) is { } range)
            yield return range;
    }

    private IEnumerable<DocumentFilter> Conditions()
    {
        if (Completed is { } completed)
            yield return new DocumentFilter.EqualTo("completed", completed);
        if (Priorities.Count > 0)
            yield return new DocumentFilter.OneOf("priority", [.. Priorities.Distinct(StringComparer.Ordinal).Select(name => (FilterValue)name)]);
        if (Tags.Count > 0)
            yield return new DocumentFilter.ContainsAny("tagKeys", Keys(Tags));
        foreach (var condition in HasAll(AllTags))
            yield return condition;
        if (Series is not null)
            yield return new DocumentFilter.EqualTo("seriesId", Series);
        if (Search is not null)
            yield return new DocumentFilter.HasText(Spellings(Search), "title", "description", "searchKey");
        if (Range == DueRange.Overdue)
            yield return new DocumentFilter.EqualTo("completed", false);
        if (Range == DueRange.None)
            yield return Undated;
    }

    private static DayOrInstant? DayOrInstantOf((LocalDate? Day, DateTimeOffset Instant)? sent) =>
        sent is not { } named ? null : named.Day is { } day ? day : named.Instant;

    private static string[] Keys(IReadOnlyList<string> tags) => [.. tags.SelectMany(Tag.Keys).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<DocumentFilter> HasAll(IReadOnlyList<string> tags)
    {
        var sought = tags.DistinctBy(Tag.Key, StringComparer.Ordinal).Select(tag => Tag.Keys(tag).ToArray()).ToLookup(keys => keys.Length == 1);
        if (sought[true].SelectMany(keys => keys).ToArray() is { Length: > 0 } plain)
            yield return new DocumentFilter.ContainsAll("tagKeys", plain);
        foreach (var keys in sought[false])
            yield return new DocumentFilter.ContainsAny("tagKeys", keys);
    }

    // The text as sent is what finds a task that was stored before there were keys.
    private static string[] Spellings(string search) =>
        TextKeys.Of(search) is var key && key.Equals(search, StringComparison.OrdinalIgnoreCase) ? [key] : [key, search];
}
