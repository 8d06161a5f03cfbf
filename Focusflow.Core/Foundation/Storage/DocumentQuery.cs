namespace Focusflow.Core.Foundation.Storage;

/// <summary>A query over the documents of one partition, by kind.</summary>
/// <param name="Container">The container.</param>
/// <param name="Partition">
/// The partition. Null asks across all partitions; only for timer functions and for what a user does once in a while (export
/// and deletion), and only with a sort whose <see cref="SortIndex.AcrossPartitions"/> is declared.
/// </param>
/// <param name="Kinds">The kinds wanted; empty for all. More than one is meant for small results only.</param>
public sealed record DocumentQuery(ContainerDefinition Container, string? Partition, params IReadOnlyList<string> Kinds)
{
    /// <summary>The most documents a page may hold.</summary>
    public const int MaxLimit = 1000;

    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<DocumentFilter> Filters { get; init; } = [];

    /// <summary>
    /// The ids of documents of other kinds that come besides, whatever the filters say, so that one question does for both. Only of a
    /// partition, with kinds named, and without a sort.
    /// </summary>
    public IReadOnlyList<string> Besides { get; init; } = [];

    /// <summary>The order; without one it is the store's own (stable for paging, otherwise unspecified).</summary>
    public DocumentSort? Sort { get; init; }

    /// <summary>The most documents in a page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>What the previous page gave, or null for the first. A foreign or damaged one throws <see cref="InvalidContinuationException"/>.</summary>
    public string? Continuation { get; init; }
}

/// <summary>The sort key of a query: a property declared as <see cref="SortIndex"/> for the kind.</summary>
/// <param name="Path">The top-level property. Documents with equal values come in a stable order of the store's choice.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record DocumentSort(string Path, bool Descending = false);

/// <summary>A condition on one top-level property of a document.</summary>
public abstract record DocumentFilter
{
    private DocumentFilter()
    {
    }

    /// <summary>The property has exactly this value.</summary>
    public sealed record EqualTo(string Path, FilterValue Value) : DocumentFilter;

    /// <summary>The property has one of these values (none given: nothing matches).</summary>
    public sealed record OneOf(string Path, params IReadOnlyList<FilterValue> Values) : DocumentFilter;

    /// <summary>
    /// The property lies in a range; text compares by code point (ordinal). <paramref name="From"/> is included,
    /// <paramref name="Before"/> is not; null leaves that side open.
    /// </summary>
    public sealed record Between(string Path, FilterValue? From, FilterValue? Before) : DocumentFilter;

    /// <summary>The property is an array of strings holding at least one of these, letter by letter (none given: nothing matches).</summary>
    public sealed record ContainsAny(string Path, params IReadOnlyList<string> Values) : DocumentFilter;

    /// <summary>The property is an array of strings holding all of these, letter by letter (none given: everything matches).</summary>
    public sealed record ContainsAll(string Path, params IReadOnlyList<string> Values) : DocumentFilter;

    /// <summary>At least one of the properties is a string with one of these texts in it, ignoring case.</summary>
    public sealed record HasText(IReadOnlyList<string> Texts, params IReadOnlyList<string> Paths) : DocumentFilter;
}

/// <summary>A value to compare with: a string, a whole number or a truth value.</summary>
public readonly record struct FilterValue
{
    private FilterValue(object value) => Value = value;

    /// <summary>The value: a <see cref="string"/>, <see cref="long"/> or <see cref="bool"/>.</summary>
    public object Value { get; }

    /// <summary>Wraps text.</summary>
    public static implicit operator FilterValue(string value) => new(value);

    /// <summary>Wraps a whole number.</summary>
    public static implicit operator FilterValue(long value) => new(value);

    /// <summary>Wraps a truth value.</summary>
    public static implicit operator FilterValue(bool value) => new(value);

    /// <summary>Wraps an instant as stored (see <see cref="InstantText"/>).</summary>
    public static implicit operator FilterValue(DateTimeOffset value) => new(InstantText.ToSortable(value));
}
