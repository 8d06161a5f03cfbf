using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Features.Timers;

/// <summary>Keeps the status of schedules.</summary>
internal sealed class ScheduleStore(SqliteDatabase database, EmbeddedStore embedded)
{
    /// <summary>Whether whatever the app stores is stored in this database.</summary>
    public bool SeesAll => embedded.IsUsed;

    /// <summary>The number of transactions, the app's as well as the runtime's own.</summary>
    public long Commits => database.Commits;

    /// <summary>Makes the table if it is missing.</summary>
    public Task EnsureCreatedAsync() => database.WriteAsync(session => session.Execute(
        "CREATE TABLE IF NOT EXISTS host_schedules (name TEXT PRIMARY KEY, last TEXT NOT NULL, next TEXT NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID"));

    /// <summary>The status of a function's schedule, or null.</summary>
    public ScheduleStatus? Read(string function) => database.Read(session => session.Query(
        "SELECT last, next, updated FROM host_schedules WHERE name = ?1",
        row => new ScheduleStatus { Last = Instant(row.Text(0)), Next = Instant(row.Text(1)), LastUpdated = Instant(row.Text(2)) },
        function)).FirstOrDefault();

    /// <summary>Writes the status of a function's schedule.</summary>
    public Task WriteAsync(string function, ScheduleStatus status) => database.WriteAsync(session => session.Execute(
        "INSERT INTO host_schedules (name, last, next, updated) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (name) DO UPDATE SET last = excluded.last, next = excluded.next, updated = excluded.updated",
        function, Text(status.Last), Text(status.Next), Text(status.LastUpdated)));

    private static DateTime Instant(string text) => InstantText.Parse(text).UtcDateTime;

    private static string Text(DateTime instant) => InstantText.ToSortable(new DateTimeOffset(instant, TimeSpan.Zero));
}
