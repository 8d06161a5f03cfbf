using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Notifications;

public sealed class NotificationInboxTests : IDisposable
{
    private const string Ann = "0199a000-0000-7000-8000-000000000001";
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly SteppedClock clock = new();
    private readonly SqliteDocumentStore store;
    private readonly NotificationInbox inbox;

    public NotificationInboxTests()
    {
        store = new SqliteDocumentStore(database, clock);
        inbox = new NotificationInbox(store, clock);
    }

    [Fact]
    public async Task The_newest_come_first_page_by_page()
    {
        await TellAsync(5);
        var first = (await inbox.ListAsync(Ann, unreadOnly: false, limit: 3, cursor: null)).Value;
        var second = (await inbox.ListAsync(Ann, unreadOnly: false, limit: 3, first.NextCursor)).Value;
        first.Notifications.Concat(second.Notifications).Select(Title).ShouldBe(["n4", "n3", "n2", "n1", "n0"]);
        second.NextCursor.ShouldBeNull();
        (await inbox.ListAsync(Ann, unreadOnly: false, limit: 3, "x")).Problem!.Kind.ShouldBe(ProblemKind.Malformed);
    }

    [Fact]
    public async Task A_notification_is_shown_with_snake_case_names()
    {
        await TellAsync(1);
        var shown = (await inbox.ListAsync(Ann, unreadOnly: false, limit: 1, cursor: null)).Value.Notifications[0];
        JsonSerializer.Serialize(shown, NotificationJson.Default.NotificationResource).ShouldBe(
            $$$"""{"id":"{{{shown.Document.Id}}}","kind":"task_reminder","title":"n0","message":"m","created_at":"2026-11-22T09:00:00Z","read":false,"read_at":null,"data":{"task_id":"t0"}}""");
        Guid.TryParseExact(shown.Document.Id, "D", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Reading_one_again_keeps_the_first_time()
    {
        await TellAsync(2);
        var id = (await inbox.ListAsync(Ann, unreadOnly: true, limit: 1, cursor: null)).Value.Notifications[0].Document.Id;
        var read = (await inbox.MarkReadAsync(Ann, id)).Value;
        clock.Pass(TimeSpan.FromHours(1));
        (await inbox.MarkReadAsync(Ann, id)).Value.Document.ETag.ShouldBe(read.Document.ETag);
        read.Document.As<NotificationDocument>().ReadAt.ShouldBe(Start.AddHours(1));
        (await inbox.ListAsync(Ann, unreadOnly: true, limit: 9, cursor: null)).Value.Notifications.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_elses_notification_and_another_kind_of_document_are_not_there()
    {
        await TellAsync(1);
        var id = (await inbox.ListAsync(Ann, unreadOnly: true, limit: 1, cursor: null)).Value.Notifications[0].Document.Id;
        (await inbox.MarkReadAsync("0199a000-0000-7000-8000-000000000002", id)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await inbox.MarkReadAsync(Ann, Guid.NewGuid().ToString("D"))).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(231)]
    public async Task Reading_all_marks_every_unread_one(int count)
    {
        await TellAsync(count);
        (await inbox.MarkAllReadAsync(Ann)).Value.ShouldBe(new ReadAllResult(count, Remaining: false));
        (await inbox.ListAsync(Ann, unreadOnly: true, limit: 9, cursor: null)).Value.Notifications.ShouldBeEmpty();
        (await inbox.MarkAllReadAsync(Ann)).Value.Marked.ShouldBe(0);
    }

    [Fact]
    public async Task Notifications_go_after_ninety_days()
    {
        await TellAsync(1);
        clock.Pass(TimeSpan.FromDays(90) + TimeSpan.FromSeconds(1));
        (await inbox.ListAsync(Ann, unreadOnly: false, limit: 9, cursor: null)).Value.Notifications.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_stored_before_it_was_noted_when_they_are_made_is_read_like_any_other()
    {
        await store.EnsureCreatedAsync();
        var json = JsonSerializer.SerializeToNode(Tell(1), NotificationDocument.JsonType)!.AsObject();
        json.Remove("madeAt").ShouldBeTrue();
        var old = new DocumentWrite.Create(Tell(1).Id, NotificationDocument.KindName, JsonSerializer.SerializeToUtf8Bytes(json));
        await store.CommitAsync(new DocumentBatch(Containers.UserData, Ann, [old]));

        var read = (await inbox.MarkReadAsync(Ann, Tell(1).Id)).Value.Document.As<NotificationDocument>();
        read.Read.ShouldBeTrue();
        read.MadeAt.ShouldBe(read.CreatedAt);
    }

    [Fact]
    public void One_cause_gives_one_id_and_another_cause_another()
    {
        Tell(1).Id.ShouldBe(Tell(1).Id);
        Tell(1).Id.ShouldNotBe(Tell(2).Id);
    }

    public void Dispose() => database.Dispose();

    private static string Title(NotificationResource notification) => notification.Document.As<NotificationDocument>().Title;

    private static NotificationDocument Tell(int i) => NotificationDocument.Of(
        Ann, NotificationKind.TaskReminder, $"cause:{i}", $"n{i}", "m", Start.AddSeconds(i), Start.AddSeconds(i), new JsonObject { ["task_id"] = $"t{i}" });

    private async Task TellAsync(int count)
    {
        await store.EnsureCreatedAsync();
        foreach (var batch in Enumerable.Range(0, count).Select(Tell).Chunk(DocumentBatch.MaxWrites))
        {
            var writes = WriteSet.ForUser(Ann);
            foreach (var notification in batch)
                writes.Create(notification);
            (await writes.CommitAsync(store)).Succeeded.ShouldBeTrue();
        }
    }
}
