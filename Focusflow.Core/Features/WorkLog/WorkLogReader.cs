using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>Reading the work log.</summary>
public sealed class WorkLogReader(IDocumentStore store)
{
    /// <summary>What is going on now: the open break, else the open work; null when neither.</summary>
    public async Task<TimeLog?> CurrentAsync(string userId, CancellationToken cancellation = default)
    {
        var state = await OpenAsync(await store.ReadAsync<OpenWork>(userId, OpenWork.FixedId, cancellation), cancellation);
        return state.Break ?? state.Work;
    }

    /// <summary>The last work that has ended; null when there is none.</summary>
    public async Task<TimeLog?> LastAsync(string userId, CancellationToken cancellation = default)
    {
        // Only the latest can still be open, so two are enough.
        var query = Latest(userId, limit: 2) with { Filters = [new DocumentFilter.EqualTo("logType", "work")] };
        var (entries, _) = await store.QueryAsync<TimeLog>(query, cancellation);
        return entries.FirstOrDefault(entry => entry.EndedAt is not null);
    }

    /// <summary>One page of entries, work and breaks, the latest start first; 400 when the cursor is not one that this list gave.</summary>
    public async Task<Outcome<TimeLogPage>> ListAsync(
        string userId, DayRange range, int limit, string? cursor, CancellationToken cancellation = default)
    {
        var read = await store.QueryPageAsync(Latest(userId, limit) with { Filters = range.Filters, Continuation = cursor }, cancellation);
        return read.Succeeded(out var page, out var problem)
            ? new TimeLogPage([.. page.Documents.Select(document => document.As<TimeLog>())], page.Continuation)
            : problem;
    }

    /// <summary>All entries of one day (<c>yyyy-MM-dd</c>); a day with more than a thousand is cut off there.</summary>
    public async Task<IReadOnlyList<TimeLog>> OfDayAsync(string userId, string day, CancellationToken cancellation = default)
    {
        var query = Latest(userId, DocumentQuery.MaxLimit) with
        {
            Filters = [DayRange.Days(day, day)],
            Sort = new DocumentSort("day"),
        };
        return (await store.QueryAsync<TimeLog>(query, cancellation)).Documents;
    }

    /// <summary>The entries that the marker of what is open names.</summary>
    internal async ValueTask<WorkState> OpenAsync(OpenWork? marker, CancellationToken cancellation)
    {
        if (marker is null)
            return WorkState.Nothing;
        string[] ids = [.. new[] { marker.WorkId, marker.BreakId }.OfType<string>()];
        if (ids.Length == 0)
            return WorkState.Nothing;
        var found = await store.ReadSomeAsync(Containers.UserData, marker.UserId, ids, cancellation);
        var work = found.All<TimeLog>().FirstOrDefault(entry => entry.Id == marker.WorkId);
        var pause = found.All<TimeLog>().FirstOrDefault(entry => entry.Id == marker.BreakId);

        // Read after the marker, so one of them may have ended in between; then the marker is out of date too and no commit will take it.
        return new WorkState(work?.EndedAt is null ? work : null, pause?.EndedAt is null ? pause : null);
    }

    private static DocumentQuery Latest(string userId, int limit) => new(Containers.UserData, userId, TimeLog.KindName)
    {
        Sort = new DocumentSort("startedAt", Descending: true),
        Limit = limit,
    };
}

/// <summary>One page of the work log.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="NextCursor">Asks for the next page, or null when this was the last.</param>
public sealed record TimeLogPage(IReadOnlyList<TimeLog> Entries, string? NextCursor);
