using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>Files whose orchestrations were written by another version.</summary>
public sealed class FormatTests : IAsyncDisposable
{
    // The tables of form 1, as far as they differ in what is read of them.
    private const string FormOne =
        """
        CREATE TABLE durable_instances (id TEXT NOT NULL PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
            turn INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, input TEXT, output TEXT, custom_status TEXT,
            failure TEXT, tags TEXT, parent_id TEXT, parent_execution TEXT, parent_name TEXT, parent_task INTEGER) WITHOUT ROWID;
        CREATE TABLE durable_history (instance TEXT NOT NULL, turn INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (instance, turn)) WITHOUT ROWID;
        INSERT INTO durable_history VALUES ('old', 0, '{"At":1,"In":[{"e":"started"}],"Out":[{"e":"call-timer","FireAt":"2025-09-29T10:00:00Z"}]}');
        """;

    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly VirtualClock clock = new(DurableRun.Start, new WorkTracker());

    [Fact]
    public async Task Orchestrations_under_way_in_an_older_form_are_refused_and_left_as_they_are()
    {
        await WriteAsync(FormOne + "INSERT INTO durable_instances VALUES ('old', 'x', 'Waits', 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);");

        var refused = await Should.ThrowAsync<StartRefusedException>(StartAsync);

        refused.Reasons.ShouldHaveSingleItem().ShouldContain(database.Path);
        refused.Message.ShouldContain("under way");
        Count("SELECT count(*) FROM durable_history").ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Ended_ones_in_an_older_form_are_forgotten(int status)
    {
        await WriteAsync(FormOne + $"INSERT INTO durable_instances VALUES ('old', 'x', 'Waits', {status}, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);");

        await StartAsync();

        Count("SELECT count(*) FROM durable_history").ShouldBe(0);
        Count("SELECT count(*) FROM durable_instances").ShouldBe(0);
        Count("SELECT number FROM durable_format").ShouldBe(DurableTables.Format);
    }

    [Fact]
    public async Task Timers_in_a_table_are_taken_over_by_their_instances()
    {
        var functions = new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                await Task.WhenAny(context.CreateTimer(TimeSpan.FromMinutes(2), CancellationToken.None), context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None));
                return context.CurrentUtcDateTime;
            })
            .Orchestrator("Ends", context => Task.FromResult(context.CurrentUtcDateTime));
        await using var run = await DurableRun.StartAsync(functions, new DurableEngineOptions { Delivery = new TimerDelivery(TimeSpan.Zero, TimeSpan.Zero, 1, Seed: 1) });
        await run.ScheduleAsync("Waits", id: "waits");
        await run.ScheduleAsync("Ends", id: "ends");
        await run.ScheduleAsync("Ends", id: "begins", at: DurableRun.Start.AddMinutes(5));
        await run.Engine.StopAsync();
        await run.Database.WriteAsync(WriteFormTwo);

        await run.StartEngineAsync();
        run.Timers().ShouldBe(5, "each of two timers comes twice, and a start once");
        (await run.Client.GetAllInstancesAsync().ToListAsync()).Select(found => found.InstanceId).ShouldBe(["ends", "waits", "begins"], ignoreOrder: true);
        await run.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await run.GetAsync("waits")).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddMinutes(1).UtcDateTime);
        (await run.GetAsync("begins")).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddMinutes(5).UtcDateTime);
        (await run.GetAsync("ends")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        run.Timers().ShouldBe(0);
        run.Rows("sqlite_schema WHERE name LIKE 'durable_timers%' OR name LIKE '%earlier%'").ShouldBe(0);
        run.Rows($"durable_format WHERE number = {DurableTables.Format}").ShouldBe(1);
    }

    [Theory]
    [InlineData(DurableTables.Format + 1)]
    [InlineData(0)]
    public async Task Another_form_is_refused_too(int form)
    {
        await WriteAsync(
            "CREATE TABLE durable_format (number INTEGER); CREATE TABLE durable_instances (id TEXT, shape BLOB);"
            + $"INSERT INTO durable_format VALUES ({form});");

        (await Should.ThrowAsync<StartRefusedException>(StartAsync)).Message.ShouldContain($"form {form}");
    }

    [Fact]
    public async Task The_own_form_is_taken_up()
    {
        await StartAsync();
        await StartAsync();

        Count("SELECT count(*) FROM durable_format").ShouldBe(1);
    }

    public ValueTask DisposeAsync()
    {
        clock.Dispose();
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the engine has written, in form 2.</summary>
    private static bool WriteFormTwo(SqliteSession session)
    {
        const string Columns =
            "id, execution, name, status, turn, created, updated, input, output, custom_status, failure, tags, version, parent_id, parent_execution, parent_name, parent_task";
        var timers = session.Query("SELECT id, timers FROM durable_instances WHERE timers IS NOT NULL", row => (Id: row.Text(0), Timers: StoredTimers.Read(row.Text(1))));
        session.Script(
            $"""
            DROP INDEX durable_instances_created; DROP INDEX durable_instances_due; DROP INDEX durable_instances_parent;
            ALTER TABLE durable_instances RENAME TO later;
            CREATE TABLE durable_instances (id TEXT NOT NULL PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
                turn INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, input TEXT, output TEXT, custom_status TEXT,
                failure BLOB, tags TEXT, version TEXT, parent_id TEXT, parent_execution TEXT, parent_name TEXT, parent_task INTEGER) WITHOUT ROWID;
            INSERT INTO durable_instances ({Columns}) SELECT {Columns} FROM later;
            DROP TABLE later;
            CREATE INDEX durable_instances_created ON durable_instances (created, id);
            CREATE INDEX durable_instances_parent ON durable_instances (parent_id) WHERE parent_id IS NOT NULL;
            CREATE TABLE durable_timers (instance TEXT NOT NULL, task INTEGER NOT NULL, copy INTEGER NOT NULL, due INTEGER NOT NULL,
                PRIMARY KEY (instance, task, copy)) WITHOUT ROWID;
            CREATE INDEX durable_timers_due ON durable_timers (due);
            UPDATE durable_format SET number = 2;
            """);
        foreach (var (id, timer) in timers.SelectMany(one => one.Timers.Select(timer => (one.Id, timer))))
            session.Execute("INSERT INTO durable_timers (instance, task, copy, due) VALUES (?1, ?2, ?3, ?4)", id, timer.Task, timer.Copy, timer.Due);
        return true;
    }

    private async Task StartAsync()
    {
        await using var engine = new DurableEngine(
            database, clock, new WorkTracker(), new FunctionTable(), new DurableEngineOptions(), NullLoggerFactory.Instance);
        await engine.StartAsync();
    }

    private Task WriteAsync(string sql) => database.WriteAsync(session =>
    {
        session.Script(sql);
        return true;
    });

    private int Count(string sql) => database.Read(session => Convert.ToInt32(session.Scalar(sql)));
}
