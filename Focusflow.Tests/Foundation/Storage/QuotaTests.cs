using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Privacy;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public sealed class QuotaTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly SteppedClock clock = new();
    private readonly StoreUsage usage = StoreUsage.Begin();
    private IDocumentStore plain = null!;

    public async ValueTask InitializeAsync()
    {
        plain = new MeteredDocumentStore(new SqliteDocumentStore(database, clock), usage);
        await plain.EnsureCreatedAsync();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return default;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task A_quota_holds_whatever_was_there_before_and_counting_is_rare(int most)
    {
        var store = new QuotaDocumentStore(plain, [new Quota("task", "tasks", most)]);
        var made = 0;
        while (await TryMakeAsync(store, "ann"))
            made++;

        made.ShouldBe(most);
        usage.Queries.ShouldBeLessThan(16);
        (await TryMakeAsync(store, "ben")).ShouldBeTrue();
        (await TryMakeAsync(new QuotaDocumentStore(plain, [new Quota("task", "tasks", most)]), "ann")).ShouldBe(most >= 200);
    }

    [Fact]
    public async Task Whoever_keeps_trying_is_not_counted_for_and_whoever_deletes_may_go_on()
    {
        var store = new QuotaDocumentStore(plain, [new Quota("task", "tasks", 2)]);
        (await TryMakeAsync(store, "ann")).ShouldBeTrue();
        (await TryMakeAsync(store, "ann")).ShouldBeTrue();
        (await TryMakeAsync(store, "ann")).ShouldBeFalse();
        var counted = usage.Queries;
        for (var i = 0; i < 20; i++)
            (await TryMakeAsync(store, "ann")).ShouldBeFalse();
        usage.Queries.ShouldBe(counted);

        var one = (await plain.QueryAsync(new DocumentQuery(Containers.UserData, "ann", "task") { Limit = 1 })).Documents[0];
        await store.CommitAsync(new DocumentBatch(Containers.UserData, "ann", [new DocumentWrite.Delete(one.Id, one.ETag)]));
        (await TryMakeAsync(store, "ann")).ShouldBeTrue();
        (await TryMakeAsync(store, "ann")).ShouldBeFalse();
    }

    [Fact]
    public async Task Other_kinds_and_other_containers_are_nobodys_quota()
    {
        var store = new QuotaDocumentStore(plain, [new Quota("task", "tasks", 1)]);
        (await TryMakeAsync(store, "ann")).ShouldBeTrue();
        (await TryMakeAsync(store, "ann", "notification")).ShouldBeTrue();
        (await TryMakeAsync(store, "ann", "webhook")).ShouldBeTrue();
        (await plain.CountAsync(Containers.UserData, "ann", "task")).ShouldBe(1);
        (await plain.CountAsync(Containers.UserData, "ann", "webhook")).ShouldBe(1);
        (await plain.CountAsync(Containers.UserData, "ann", "reflection")).ShouldBe(0);
    }

    [Fact]
    public async Task Clients_are_told_in_words_and_see_how_much_they_keep()
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Quotas:task", "2"));
        var ann = await app.RegisterAsync();
        for (var i = 0; i < 2; i++)
            (await ann.PostAsync("/api/tasks", new { title = $"Task {i}" })).StatusCode.ShouldBe(HttpStatusCode.Created);

        using var refused = await ann.PostAsync("/api/tasks", new { title = "One too many" });

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await refused.JsonAsync();
        problem.Text("code").ShouldBe("quota_exceeded");
        problem.Text("detail").ShouldBe("You have 2 tasks, which is the most that can be kept. Delete some to make room.");
        var kept = (await (await ann.GetAsync("/api/users/me/usage")).JsonAsync()).GetProperty("kept").EnumerateArray().ToList();
        kept.Select(one => one.Text("name")).ShouldBe(["tasks", "focus_sessions", "time_logs", "reflections"]);
        (kept[0].GetProperty("used").GetInt64(), kept[0].GetProperty("limit").GetInt64()).ShouldBe((2, 2));
    }

    private static async Task<bool> TryMakeAsync(QuotaDocumentStore store, string user, string kind = "task")
    {
        try
        {
            var write = DocumentKinds.Probe(user, kind, Guid.NewGuid().ToString("D"), "x");
            return (await store.CommitAsync(new DocumentBatch(Containers.UserData, user, [write]))).Succeeded;
        }
        catch (QuotaExceededException)
        {
            return false;
        }
    }
}
