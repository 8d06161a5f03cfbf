using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Many users who are to be reminded at the same instant, Monday, 2026-11-23, 17:00Z.</summary>
public sealed class ShutdownBucketTests : IAsyncLifetime
{
    private const int Many = (2 * PlanGroup.Size) + 50;

    private static readonly DateTimeOffset Due = new(2026, 11, 23, 17, 0, 0, TimeSpan.Zero);

    private AccountDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await AccountDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    private PlanBuckets<ShutdownReminders> Buckets => desk.Get<PlanBuckets<ShutdownReminders>>();

    [Fact]
    public async Task All_are_reminded_once_however_many_call_at_the_same_time()
    {
        var users = await PlanAsync(desk.Store, Many);
        desk.Clock.Pass(Due - desk.Clock.GetUtcNow());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(DrainAsync)));

        foreach (var user in users)
            (await ToldAsync(desk.Store, user)).ShouldBe([Due], user);
        (await Buckets.FindGroupsAsync(Due)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_of_a_group_set_their_next_timer_once()
    {
        await PlanAsync(desk.Store, 30);
        desk.Clock.Pass(Due - desk.Clock.GetUtcNow());

        (await Buckets.DeliverAsync(Due, desk.Timers)).ShouldBe(BucketResult.Done);

        desk.Timers.Shutdowns.ShouldBe([new ShutdownTimer(Due.AddDays(1))]);
    }

    [Fact]
    public async Task Before_its_time_nobody_is_looked_for()
    {
        await PlanAsync(desk.Store, 3);
        var usage = StoreUsage.Begin();

        (await Buckets.DeliverAsync(Due, desk.Timers)).ShouldBe(BucketResult.TooEarly);

        usage.Queries.ShouldBe(0);
    }

    [Fact]
    public async Task Other_instants_are_left_alone()
    {
        var (earlier, later) = (await PlanAsync(desk.Store, 1, Due.AddMilliseconds(-1)), await PlanAsync(desk.Store, 1, Due.AddMilliseconds(1)));
        desk.Clock.Pass(Due - desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        (await Buckets.DeliverAsync(Due, desk.Timers)).ShouldBe(BucketResult.Done);

        foreach (var user in earlier.Concat(later))
            (await ToldAsync(desk.Store, user)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outage_is_the_orchestrations_to_survive()
    {
        await PlanAsync(desk.Store, 3);
        desk.Clock.Pass(Due - desk.Clock.GetUtcNow());
        desk.Store.FailingCommit = 2;

        await Should.ThrowAsync<StoreUnavailableException>(() => Buckets.DeliverAsync(Due, desk.Timers));
        (await Buckets.DeliverAsync(Due, desk.Timers)).ShouldBe(BucketResult.Done);
        (await Buckets.FindGroupsAsync(Due)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_orchestration_reminds_more_than_one_activity_does()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = Due.AddHours(-1) });
        var ann = await app.RegisterAsync(); // whose plan sets the timer
        var store = app.Services.GetRequiredService<IDocumentStore>();
        var users = await PlanAsync(store, Many);

        await app.Clock.AdvanceToAsync(Due);

        foreach (var user in users.Append(ann.Id))
            (await ToldAsync(store, user)).ShouldBe([Due], user);
        (await app.WaitingAsync()).ShouldBe([new ShutdownTimer(Due.AddDays(1)).InstanceId()]);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_keeps_nobody_waiting()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = Due.AddHours(-1) });
        await app.RegisterAsync();
        var store = app.Services.GetRequiredService<IDocumentStore>();
        var users = await PlanAsync(store, 3);
        var broken = await PlanAsync(store, 1, day: "yesterday");

        await app.Clock.AdvanceToAsync(Due);

        foreach (var user in users)
            (await ToldAsync(store, user)).ShouldBe([Due], user);
        (await ToldAsync(store, broken[0])).ShouldBeEmpty();
    }

    private async Task DrainAsync()
    {
        while (await Buckets.DeliverAsync(Due, desk.Timers) == BucketResult.More)
        {
            foreach (var group in await Buckets.FindGroupsAsync(Due))
                await Buckets.DeliverToAsync(group, desk.Timers);
        }
    }

    private static async Task<List<string>> PlanAsync(IDocumentStore store, int count, DateTimeOffset? at = null, string day = "2026-11-23")
    {
        List<string> users = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString("D"))];
        foreach (var userId in users)
        {
            var account = new Account
            {
                Id = Account.DocumentId,
                UserId = userId,
                Username = userId,
                Email = "ann@example.com",
                AvatarUrl = "/avatars/avatar-1.png",
                CreatedAt = Due.AddDays(-1),
                Settings = new UserSettings(),
            };
            var plan = new ShutdownPlan { Id = ShutdownPlan.FixedId, UserId = userId, Day = day, DueAt = at ?? Due };
            (await WriteSet.ForUser(userId).Create(account).Create(plan).CommitAsync(store)).Succeeded.ShouldBeTrue();
        }

        return users;
    }

    private static async Task<List<DateTimeOffset>> ToldAsync(IDocumentStore store, string userId)
    {
        var (told, _) = await store.QueryAsync<NotificationDocument>(new DocumentQuery(Containers.UserData, userId, NotificationDocument.KindName));
        return [.. told.Select(one => one.CreatedAt)];
    }
}
