using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>Random tasks around an instant, and random questions about them.</summary>
internal sealed class RandomTasks(int seed, DateTimeOffset now)
{
    private static readonly string[] Words = ["report", "Milk", "ÄRGER", "review", "deploy", "call", "plan 🚀", "100%", "under_score"];
    private static readonly string[] Tags = ["urgent", "Home", "work", "Ärger", "feature", "low energy"];
    private static readonly string[] Ranges = ["today", "tomorrow", "upcoming", "overdue", "this_week", "none"];
    private readonly Random random = new(seed);

    public TaskDocument Next(string userId)
    {
        var created = now.AddMinutes(-random.Next(0, 200_000)).AddMilliseconds(random.Next(1000));
        return new TaskDocument
        {
            Id = Guid.CreateVersion7(created).ToString("D"),
            UserId = userId,
            Title = Pick(Words, random.Next(1, 4), " "),
            Description = random.Next(3) == 0 ? null : Pick(Words, random.Next(0, 6), " "),
            DueDate = random.Next(4) switch { 0 => null, 1 => LocalDate.FromDateTime(Near().UtcDateTime), _ => Near() },
            Priority = TaskPriority.All[random.Next(3)],
            Tags = [.. Tags.Where(_ => random.Next(4) == 0)],
            CompletedAt = random.Next(3) == 0 ? now.AddHours(-random.Next(100)) : null,
            CreatedAt = created,
            UpdatedAt = created.AddMinutes(random.Next(0, 1000)),
        };
    }

    /// <summary>Parameters of a list, each there or not, in any combination.</summary>
    public Dictionary<string, string[]> Question()
    {
        var query = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Maybe(query, "completed", () => [random.Next(2) == 0 ? "true" : "False"]);
        Maybe(query, "priority", () => [Pick(TaskPriority.All, random.Next(1, 3), ",")]);
        Maybe(query, "tags", () => [Pick(Tags, random.Next(1, 3), ", ").ToUpperInvariant()]);
        Maybe(query, "tags[]", () => [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Tags[random.Next(Tags.Length)])], unless: "tags");
        Maybe(query, "tags_all", () => [Pick(Tags, random.Next(1, 2), ",").ToLowerInvariant()]);
        Maybe(query, "due_date_range", () => [Ranges[random.Next(Ranges.Length)]]);
        Maybe(query, "due_from", () => [Moment()]);
        Maybe(query, "due_to", () => [Moment()]);
        Maybe(query, "q", () => [Words[random.Next(Words.Length)].ToLowerInvariant()[1..]]);
        if (random.Next(4) > 0)
            query["sort"] = [TaskSort.All[random.Next(TaskSort.All.Count)]];
        return query;
    }

    public int Limit() => random.Next(5, 100);

    // Often on the very edges of days, where mistakes live.
    private DateTimeOffset Near() => random.Next(3) == 0
        ? new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddMinutes(30 * random.Next(-96, 480)).AddTicks(random.Next(-1, 2))
        : now.AddMinutes(random.Next(-15_000, 15_000));

    private string Moment() => random.Next(2) == 0
        ? Near().UtcDateTime.ToString("yyyy-MM-dd", null)
        : InstantText.ToSortable(Near());

    private string Pick(IReadOnlyList<string> from, int count, string separator) =>
        string.Join(separator, Enumerable.Range(0, count).Select(_ => from[random.Next(from.Count)]));

    private void Maybe(Dictionary<string, string[]> query, string name, Func<string[]> values, string? unless = null)
    {
        if (random.Next(5) == 0 && (unless is null || !query.ContainsKey(unless)))
            query[name] = values();
    }
}
