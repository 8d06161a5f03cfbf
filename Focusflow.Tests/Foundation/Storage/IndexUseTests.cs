using System.Net;
using System.Text.RegularExpressions;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>An index costs every write. So each that is declared is used by something that the app does, and this says by what.</summary>
public sealed partial class IndexUseTests(ITestOutputHelper output)
{
    // How the orders of a list, what is looked for among the tasks, and the other reads use the indexes of a user's documents.
    private static readonly string[] Reads =
    [
        .. from sort in (string[])["due_date", "-due_date", "priority", "created_at", "updated_at", "title"] select $"/api/tasks?limit=5&sort={sort}",
        "/api/tasks?completed=false&limit=5&sort=title", "/api/tasks?tags=a&limit=5", "/api/tasks?due_date_range=overdue", "/api/tasks?series_id={series}",
        "/api/tasks/{task}/time", "/api/dashboard/data", "/api/dashboard/shutdown-summary", "/api/dashboard/shutdown-history", "/api/dashboard/last-session",
        "/api/notifications", "/api/focus-sessions", "/api/focus-sessions?from=2026-11-20&to=2026-11-20", "/api/time-logs", "/api/time-logs?from=2026-11-20&to=2026-11-20",
        "/api/daily-summary", "/api/weekly-summary", "/api/monthly-summary", "/api/insights?from=2026-11-01&to=2026-11-30", "/api/users/me/usage", "/api/users/me/export",
        "/api/challenges/week", "/api/challenges/leaders", "/api/challenges/stats", "/api/auth/sessions", "/api/webhooks", "/api/push/subscriptions",
    ];

    [Fact]
    public async Task Every_index_is_used()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero) });
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (ann, ben) = (await app.RegisterAsync(), await app.RegisterAsync("ben@example.com"));
        Note("registering");

        var challenge = (await (await ann.GetAsync("/api/challenges/week")).JsonAsync())[0].Text("id");
        await DoAsync(ann, "POST", $"/api/challenges/{challenge}/join", null);
        await DoAsync(ann, "POST", "/api/time-logs/start-work", null);
        var task = await (await ann.PostAsync("/api/tasks", new { title = "Write", due_date = "2026-11-20", tags = new[] { "a" }, recurrence = "FREQ=DAILY" })).JsonAsync();
        await DoAsync(ann, "PUT", $"/api/tasks/{task.Text("id")}?scope=following", new { title = "Write more" });
        await DoAsync(ann, "POST", "/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus", task_id = task.Text("id") });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        await DoAsync(ann, "POST", "/api/dashboard/shutdown-reflection", new { productivity_rating = "good" });
        await DoAsync(ann, "POST", "/api/time-logs/end-work", null);
        await DoAsync(ann, "POST", "/api/focus-sessions/start", new { session_type = "break", pomodoro = true });
        Note("half an hour");

        foreach (var read in Reads)
        {
            await DoAsync(ann, "GET", read.Replace("{task}", task.Text("id")).Replace("{series}", task.Text("series_id")), null);
            Note(read);
        }

        using (var stream = await EventReader.OpenAsync(app.Url, ann.AccessToken))
        {
            await DoAsync(ann, "PUT", $"/api/tasks/{task.Text("id")}/complete", null);
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Note("the stream");
        foreach (var container in Containers.All)
            (await app.Client.GetAsync($"/runtime/documents?container={container.Name}&partition=any&kind=anything", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Note("the page of documents, by their kind");
        await DoAsync(ben, "DELETE", "/api/users/me", new { password = FocusflowTestApp.Password });
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(4));
        Note("what comes by itself until the week has turned");

        foreach (var (index, by) in used)
            output.WriteLine($"{index}: {by}");
        Declared(database).Except(used.Keys).ShouldBeEmpty(string.Join(", ", Declared(database).Except(used.Keys)));

        void Note(string by)
        {
            foreach (var index in database.Sessions().SelectMany(session => session.Texts).SelectMany(Used))
                used.TryAdd(index, by);
        }
    }

    // By itself, and for the kind that is sought with it: kinds that are sorted by a property share an index.
    private static IEnumerable<string> Used(string text)
    {
        foreach (Match match in Named().Matches(text))
        {
            yield return match.Groups[1].Value;
            if (match.Groups[2].Success)
                yield return Of(match.Groups[1].Value, match.Groups[2].Value);
        }
    }

    private static string Of(string index, string kind) => $"{index} for {kind}";

    private static async Task DoAsync(Person person, string method, string path, object? body)
    {
        var answer = await person.SendAsync(method, path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    // The keys are how a document is found; what has expired is found by an index of its own, which SqliteIndexTests show. By order and
    // joinOrder a board of more users than its lists hold finds who moves up when somebody leaves: BoardFollowerTests compare them.
    private static IEnumerable<string> Declared(SqliteDatabase database) =>
    [
        .. database.Read(session => session.Query(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name GLOB 'documents_*' AND sql IS NOT NULL AND NOT (name GLOB '*_key' OR name GLOB '*_expires' OR name GLOB '*_by_order' OR name GLOB '*_by_joinOrder')",
            row => row.Text(0))),
        .. from container in Containers.All
           let table = new DocumentTable(container)
           from sort in container.SortIndexes
           where sort.Path is not ("order" or "joinOrder")
           from across in (bool[])[.. sort.WithinPartition ? [false] : (bool[])[], .. sort.AcrossPartitions ? [true] : (bool[])[]]
           select Of(table.SortIndexName(sort, across), sort.Kind),
    ];

    [GeneratedRegex(@"INDEXED BY (\w+)(?:(?! INDEXED BY ).)*?(?: kind = '([^']+)'|(?= INDEXED BY )|$)")]
    private static partial Regex Named();
}
