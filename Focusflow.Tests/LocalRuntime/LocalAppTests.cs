using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class LocalAppTests
{
    [Fact]
    public async Task Many_apps_run_side_by_side_each_with_its_own_data_and_clock()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async number =>
        {
            await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)]));
            await app.Clock.AdvanceAsync(TimeSpan.FromHours(number));
            for (var i = 0; i < number; i++)
                await app.Client.PostAsync("/api/notes", null);

            (await app.Client.GetStringAsync("/api/notes")).ShouldBe($"{number} notes at {8 + number}:00");
        }));
    }

    [Fact]
    public async Task What_was_acknowledged_survives_restart_and_crash()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)]));

        await app.Client.PostAsync("/api/notes", null);
        await app.RestartAsync();
        await app.Client.PostAsync("/api/notes", null);
        await app.CrashAsync(downFor: TimeSpan.FromHours(1));

        (await app.Client.GetStringAsync("/api/notes")).ShouldBe("2 notes at 9:00");
    }

    [Fact]
    public async Task A_crash_breaks_requests_and_writes_nothing_more()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)]));
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var hanging = app.Client.GetAsync("/api/hang");
        await Notes.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(5));

        await app.CrashAsync();

        await Should.ThrowAsync<HttpRequestException>(hanging);
        await Should.ThrowAsync<ObjectDisposedException>(() => database.WriteAsync(session => session.Execute("DELETE FROM notes")));
        (await app.Client.GetAsync("/api/notes")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_folder_of_ones_own_is_kept_and_a_temporary_one_is_not()
    {
        var own = Directory.CreateTempSubdirectory("focusflow-test-").FullName;
        string temporary;
        await using (var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)]) with { DataFolder = own }))
            await app.Client.PostAsync("/api/notes", null);
        await using (var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)]) with { DataFolder = own }))
            (await app.Client.GetStringAsync("/api/notes")).ShouldStartWith("1 notes");
        await using (var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(Notes)])))
            temporary = app.DataFolder;

        Directory.Exists(temporary).ShouldBeFalse();
        Directory.Delete(own, recursive: true);
    }

    [Fact]
    public async Task The_app_gets_a_store_and_the_test_may_change_services()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([]) with
        {
            Customize = builder => builder.Services.AddSingleton("from the test"),
        });

        app.Services.GetRequiredService<IDocumentStore>().ShouldBeOfType<SqliteDocumentStore>();
        app.Services.GetRequiredService<string>().ShouldBe("from the test");
    }

    public sealed class Notes(SqliteDatabase database, TimeProvider clock)
    {
        public static TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        [Function("AddNote")]
        public async Task Add([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "notes")] HttpRequest request) =>
            await database.WriteAsync(session =>
            {
                session.Execute("CREATE TABLE IF NOT EXISTS notes (at TEXT)");
                return session.Execute("INSERT INTO notes VALUES (?1)", clock.GetUtcNow().ToString("O"));
            });

        [Function("CountNotes")]
        public IResult Count([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "notes")] HttpRequest request)
        {
            var exists = database.Read(session => session.Scalar("SELECT 1 FROM sqlite_schema WHERE name = 'notes'")) is not null;
            var count = exists ? database.Read(session => session.Scalar("SELECT count(*) FROM notes")) : 0;
            return Results.Text($"{count} notes at {clock.GetUtcNow():H:mm}");
        }

        [Function("Hang")]
        public async Task Hang([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hang")] HttpRequest request)
        {
            Hanging.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.HttpContext.RequestAborted);
        }
    }
}
