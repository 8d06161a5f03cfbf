using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Suite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>A statement is prepared once: preparing takes longer than running it.</summary>
public sealed class SqliteStatementTests
{
    [Fact]
    public async Task What_the_app_asks_again_and_again_is_not_prepared_anew()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var ann = await app.RegisterAsync();
        await DayAsync();
        var before = PreparedAgain(database);

        for (var i = 0; i < 5; i++)
            await DayAsync();

        // A session that was made before the tables were has its statements prepared anew once; not one each day.
        PreparedAgain(database).ShouldBeLessThan(before + 5);

        async Task DayAsync()
        {
            (await ann.PostAsync("/api/tasks", new { title = "Write", due_date = "2030-01-01T10:00:00Z", tags = new[] { "a" } })).EnsureSuccessStatusCode();
            foreach (var list in (string[])["?limit=50", "?limit=5", "?completed=false", "?tags=a", "?due_date_range=overdue", "?q=rit", ""])
                (await ann.GetAsync("/api/tasks" + list)).EnsureSuccessStatusCode();
            (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 5, session_type = "focus" })).EnsureSuccessStatusCode();
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(6));
            (await ann.GetAsync("/api/dashboard/data")).EnsureSuccessStatusCode();
            (await ann.GetAsync("/api/notifications?unread=true")).EnsureSuccessStatusCode();
        }
    }

    /// <summary>
    /// One that does keeps what it finds or compares in a tree of its own, and to open and close that takes longer than most writes.
    /// What triggers do for few documents counts as theirs.
    /// </summary>
    [Fact]
    public async Task Nothing_that_the_writer_runs_again_and_again_opens_a_table_of_its_own()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var before = await database.WriteAsync(writer => writer.Texts.ToList());
        var ann = await app.RegisterAsync();
        for (var i = 0; i < 40; i++)
        {
            var task = await (await ann.PostAsync("/api/tasks", new { title = "Write", due_date = "2030-01-01T10:00:00Z", tags = new[] { "a" } })).JsonAsync();
            (await ann.PutAsync($"/api/tasks/{task.Text("id")}", new { title = "Write more" })).EnsureSuccessStatusCode();
            if (i % 2 == 0)
                (await ann.SendAsync("DELETE", $"/api/tasks/{task.Text("id")}", null)).EnsureSuccessStatusCode();
        }

        var session = await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 5, session_type = "focus" })).JsonAsync();
        (await ann.PostAsync($"/api/focus-sessions/{session.Text("session_id")}/complete", null)).EnsureSuccessStatusCode();
        (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 5, session_type = "focus" })).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(6));

        var opening = await database.WriteAsync(writer => writer.Texts.Where(IsWrite).Except(before).ToList().FindAll(sql => Opens(writer, sql)));

        // What has expired is looked for every ten seconds at most, and many documents enter the indexes at a time.
        opening.ShouldAllBe(sql => sql.Contains("WHERE expires <= ?1", StringComparison.Ordinal) || sql.Contains($"SET {UnindexedDocuments.Column} = NULL", StringComparison.Ordinal));

        static bool IsWrite(string sql) => ((string[])["INSERT ", "UPDATE ", "DELETE ", "SELECT "]).Any(verb => sql.StartsWith(verb, StringComparison.Ordinal));
    }

    /// <summary>Whether its own program opens one; those of triggers follow it, and begin at 0 again.</summary>
    private static bool Opens(SqliteSession session, string sql)
    {
        var program = session.Query("EXPLAIN " + sql, row => (Address: row.Number(0), Operation: row.Text(1)));
        return program.TakeWhile((step, at) => step.Address == at).Any(step => step.Operation == "OpenEphemeral");
    }

    // All of them: of the writer, and of each reader that waits for work.
    private static int PreparedAgain(SqliteDatabase database) => database.Sessions().Sum(session => session.PreparedAgain);
}
