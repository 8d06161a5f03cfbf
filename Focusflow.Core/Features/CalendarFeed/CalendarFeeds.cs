using System.Text.Json.Serialization;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.CalendarFeed;

/// <summary>Making, reading and revoking the address of a user's calendar.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class CalendarFeeds(IDocumentStore store, TimeProvider clock)
{
    /// <summary>The most tasks in a calendar: the earliest due from <see cref="Past"/> on.</summary>
    public const int MaxTasks = DocumentQuery.MaxLimit;

    /// <summary>How long a task that was due stays in the calendar.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromDays(90);

    /// <summary>Makes an address; one made before stops working. Only this answer holds it.</summary>
    public Task<Outcome<CalendarAddress>> CreateAsync(string userId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<CalendarAddress>(
            async () =>
            {
                var (token, text) = FeedToken.Create(userId);
                var current = await ReadAsync(userId, cancellation);
                var feed = new CalendarFeedDocument
                {
                    Id = CalendarFeedDocument.FixedId,
                    UserId = userId,
                    SecretHash = token.SecretHash,
                    CreatedAt = clock.Now(),
                    ETag = current?.ETag ?? "",
                };
                var commit = await WriteSet.ForUser(userId).Put(feed).CommitAsync(store);
                if (commit.Succeeded)
                    return new CalendarAddress(true, $"/api/calendar/{text}.ics", Timestamps.Write(feed.CreatedAt));
                return null;
            },
            cancellation);

    /// <summary>Whether there is an address, and since when; the address itself is not told again.</summary>
    public async Task<CalendarAddress> DescribeAsync(string userId, CancellationToken cancellation = default) =>
        await ReadAsync(userId, cancellation) is { } feed
            ? new CalendarAddress(true, null, Timestamps.Write(feed.CreatedAt))
            : new CalendarAddress(false, null, null);

    /// <summary>Makes the address stop working; harmless when there is none.</summary>
    public Task<Outcome<Done>> RevokeAsync(string userId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await ReadAsync(userId, cancellation) is not { } feed)
                    return new Done();
                var commit = await WriteSet.ForUser(userId).Delete(feed).CommitAsync(store);
                return commit.Succeeded ? new Done() : null;
            },
            cancellation);

    /// <summary>The calendar behind an address: one read and two queries. 404 for all addresses that do not work.</summary>
    public async Task<Outcome<string>> OpenAsync(string tokenText, CancellationToken cancellation = default)
    {
        if (FeedToken.Parse(tokenText) is not { } token)
            return Problem.NotFound("Calendar");

        // The same steps whether or not there is a feed, so that the time tells nothing either.
        var feed = await ReadAsync(token.UserId, cancellation);
        if (!token.Matches(feed?.SecretHash ?? FeedToken.NoSecretHash) || feed is null)
            return Problem.NotFound("Calendar");

        // Which zone the user is in moves only the edge of what has passed by a day, and is not worth a read.
        var now = clock.Now();
        var due = new TaskFilter { DueFrom = now - Past, Sort = "due_date" };
        var tasks = await TaskPages.ReadAsync(store, token.UserId, UserCalendar.Utc, due, now, MaxTasks, cancellation: cancellation);
        return CalendarFeedWriter.Write(tasks.Value.Documents.Select(stored => stored.As<TaskDocument>()).Select(task => new CalendarEntry(
            task.Id, task.Title, task.Description, task.DueDate!.Value, task.Completed, task.Tags, task.UpdatedAt, task.Changes)));
    }

    private ValueTask<CalendarFeedDocument?> ReadAsync(string userId, CancellationToken cancellation) =>
        store.ReadAsync<CalendarFeedDocument>(userId, CalendarFeedDocument.FixedId, cancellation);
}

/// <summary>The address of a calendar as its owner sees it.</summary>
/// <param name="Active">Whether there is one.</param>
/// <param name="Url">The path, only in the answer that made it.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record CalendarAddress(bool Active, [property: Confidential] string? Url, string? CreatedAt);

/// <summary>How addresses are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CalendarAddress))]
public sealed partial class CalendarJson : JsonSerializerContext;
