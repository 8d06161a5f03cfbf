using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
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
