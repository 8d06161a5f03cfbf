using System.Buffers.Text;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Notifications;

public sealed class StreamPositionTests
{
    private const string Ann = "0199a000-0000-7000-8000-000000000001";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_position_survives_the_way_to_the_client_and_back()
    {
        var position = StreamPosition.At(Now);
        position.Take("a", Now, Now).ShouldBeTrue();
        position.Take("b", Now, Now).ShouldBeTrue();

        var back = StreamPosition.Parse(position.ToString(), Now)!;

        back.From.ShouldBe(Now - StreamPosition.Overlap);
        back.Take("a", Now, Now).ShouldBeFalse();
        back.Take("c", Now, Now).ShouldBeTrue();
        back.ToString().ShouldStartWith(position.ToString()[..20]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("not an id")]
    [InlineData("AQ")]
    [InlineData("____________")]
    [InlineData("Aj___________w")]
    public void An_id_that_is_not_from_here_is_none(string? id) => StreamPosition.Parse(id, Now).ShouldBeNull();

    [Fact]
    public void An_id_of_the_future_or_of_any_length_is_none()
    {
        StreamPosition.Parse(StreamPosition.At(Now.AddDays(1)).ToString(), Now).ShouldBeNull();
        StreamPosition.Parse(Base64Url.EncodeToString(new byte[20_000]), Now).ShouldBeNull();
        var whole = StreamPosition.At(Now);
        whole.Take("a", Now, Now);
        StreamPosition.Parse(whole.ToString()[..^2], Now).ShouldBeNull();
    }

    [Fact]
    public void A_clock_far_ahead_does_not_move_the_position_past_what_others_make()
    {
        var position = StreamPosition.At(Now);
        position.Take("from the future", Now.AddHours(3), Now).ShouldBeTrue();

        position.From.ShouldBe(Now - StreamPosition.Overlap);
        position.Take("from now", Now.AddSeconds(1), Now.AddSeconds(1)).ShouldBeTrue();
        position.Take("from the future", Now.AddHours(3), Now.AddSeconds(2)).ShouldBeFalse();
    }

    [Fact]
    public void Ids_stay_short_however_much_is_sent()
    {
        var position = StreamPosition.At(Now);
        for (var i = 0; i < 5000; i++)
        {
            var madeAt = Now.AddMilliseconds(i);
            position.Take($"n{i}", madeAt, madeAt).ShouldBeTrue();
        }

        position.ToString().Length.ShouldBeLessThan(2100);
    }

    /// <summary>
    /// Two instances with clocks apart make notifications whose commits take their time, under planned instants of any age; a
    /// client is cut off at random and goes on at either instance. Skew and commits together stay below the overlap.
    /// </summary>
    [Fact]
    public Task Whatever_is_cut_and_however_late_it_comes_nothing_is_lost_or_repeated() => Seeded.RunsAsync(60, async random =>
    {
        using var database = SqliteDatabase.OpenTemporary();
        var clock = new SteppedClock();
        var store = new SqliteDocumentStore(database, clock);
        await store.EnsureCreatedAsync();
        SkewedClock[] instances = [new(clock, Seconds(random, -25, 25)), new(clock, Seconds(random, -25, 25))];
        List<(DateTimeOffset At, NotificationDocument Notification)> underWay = [];
        List<string> expected = [];
        List<string> received = [];

        var lastId = (await new NotificationNews(store, new NoMail(), instances[0]).BeginAsync(Ann)).ToString();
        for (var step = 0; step < 80; step++)
        {
            var instance = instances[random.Next(2)];
            switch (random.Next(4))
            {
                case 0:
                    for (var i = random.Next(10) == 0 ? random.Next(1, 40) : 1; i > 0; i--)
                        underWay.Add((clock.GetUtcNow() + Seconds(random, 0, 40), Tell(random.NextInt64(), clock.GetUtcNow() - Seconds(random, 0, 90_000), instance)));
                    break;
                case 1:
                    clock.Pass(Seconds(random, 0, random.Next(4) == 0 ? 300 : 15));
                    break;
                default:
                    await CommitAsync(due: clock.GetUtcNow());
                    await ReadAsync(instance, most: random.Next(3) == 0 ? random.Next(3) : int.MaxValue);
                    break;
            }
        }

        clock.Pass(TimeSpan.FromSeconds(40));
        await CommitAsync(due: DateTimeOffset.MaxValue);
        await ReadAsync(instances[random.Next(2)], int.MaxValue);
        received.ShouldBeUnique();
        received.Order().ShouldBe(expected.Order());

        async Task CommitAsync(DateTimeOffset due)
        {
            foreach (var (_, notification) in underWay.Where(one => one.At <= due))
            {
                (await WriteSet.ForUser(Ann).Create(notification).CommitAsync(store)).Succeeded.ShouldBeTrue();
                expected.Add(notification.Id);
            }

            underWay.RemoveAll(one => one.At <= due);
        }

        // A client knows the id of the last event that reached it, and nothing else.
        async Task ReadAsync(SkewedClock instance, int most)
        {
            var position = StreamPosition.Parse(lastId, instance.GetUtcNow());
            position.ShouldNotBeNull();
            await foreach (var notification in new NotificationNews(store, new NoMail(), instance).ReadAsync(Ann, position).Take(most))
            {
                received.Add(notification.Document.Id);
                lastId = position.ToString();
            }
        }
    });

    [Fact]
    public async Task A_crowd_of_one_instant_is_sent_once_through_any_number_of_cuts()
    {
        using var database = SqliteDatabase.OpenTemporary();
        var clock = new SteppedClock();
        var store = new SqliteDocumentStore(database, clock);
        await store.EnsureCreatedAsync();
        var lastId = (await new NotificationNews(store, new NoMail(), clock).BeginAsync(Ann)).ToString();
        for (var batch = 0; batch < 6; batch++)
        {
            var writes = WriteSet.ForUser(Ann);
            for (var i = 0; i < DocumentBatch.MaxWrites; i++)
                writes.Create(Tell((batch * 1000) + i, clock.GetUtcNow(), clock));
            (await writes.CommitAsync(store)).Succeeded.ShouldBeTrue();
        }

        List<string> received = [];
        for (var before = -1; received.Count > before;)
        {
            before = received.Count;
            var position = StreamPosition.Parse(lastId, clock.GetUtcNow())!;
            await foreach (var notification in new NotificationNews(store, new NoMail(), clock).ReadAsync(Ann, position).Take(130))
            {
                received.Add(notification.Document.Id);
                lastId = position.ToString();
            }
        }

        received.ShouldBeUnique();
        received.Count.ShouldBe(600);
    }

    private static NotificationDocument Tell(long number, DateTimeOffset planned, TimeProvider maker) => NotificationDocument.Of(
        Ann, NotificationKind.TaskReminder, $"cause:{number}", "t", "m", planned, maker.GetUtcNow(), new JsonObject());

    private static TimeSpan Seconds(Random random, int from, int to) => TimeSpan.FromMilliseconds(random.Next(from * 1000, (to * 1000) + 1));

    private sealed class SkewedClock(TimeProvider clock, TimeSpan skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + skew;
    }
}
