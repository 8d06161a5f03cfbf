namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// The first so many of a sorted set too large to hold, kept up to date from changes alone as long as they allow it.
/// </summary>
public static class LeadingList
{
    /// <summary>
    /// The list after changes, or null when it cannot be told without looking at the whole set: the list was full, and
    /// somebody in it went or fell behind, so that others whom it does not hold may have moved up.
    /// </summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="current">The list so far; with fewer than <paramref name="capacity"/> it holds the whole set.</param>
    /// <param name="capacity">How many it holds at most.</param>
    /// <param name="changed">Whether an element is one of those that changed; their old place is void.</param>
    /// <param name="added">What has changed, as it is now; nothing for what is gone.</param>
    /// <param name="key">The sort key, compared ordinally; no two are equal.</param>
    public static IReadOnlyList<T>? Update<T>(
        IReadOnlyList<T> current, int capacity, Func<T, bool> changed, IReadOnlyList<T> added, Func<T, string> key)
    {
        var next = Merge(current, capacity, changed, added, key);
        if (current.Count < capacity)
            return next;
        var edge = key(current[^1]);
        return next.Count == capacity && string.CompareOrdinal(key(next[^1]), edge) <= 0 ? next : null;
    }

    /// <summary>The list from a part of the set read anew that reaches far enough: its capacity and one for each change.</summary>
    public static IReadOnlyList<T> Merge<T>(
        IEnumerable<T> read, int capacity, Func<T, bool> changed, IReadOnlyList<T> added, Func<T, string> key) =>
        [.. read.Where(one => !changed(one)).Concat(added).OrderBy(key, StringComparer.Ordinal).Take(capacity)];
}
