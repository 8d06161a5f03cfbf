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

    // All of them: of the writer, and of each reader that waits for work.
    private static int PreparedAgain(SqliteDatabase database) => database.Sessions().Sum(session => session.PreparedAgain);
}
