using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Who makes no request for thirty days is reminded no more, and costs nothing; with the next request it begins again.</summary>
public sealed class RestingPlansTests
{
    [Fact]
    public async Task Reminders_end_thirty_days_after_the_last_request_and_begin_again_with_the_next()
    {
        WatchingStore store = null!;
        await using var client = await FocusClient.StartAsync(
            Workday.Monday, options => options with { Customize = builder => store = WatchingStore.Around(builder.Services) });
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2025-11-09T00:00:00Z"));
        (await client.App.WaitingAsync()).ShouldBeEmpty();
        (await client.App.StoredAsync<ShutdownPlan>(client.Person.Id, ShutdownPlan.FixedId)).ShouldBeNull();
        var before = store.CallsFor(client.Person.Id);
        await client.App.Clock.AdvanceAsync(TimeSpan.FromDays(14));
        store.CallsFor(client.Person.Id).ShouldBe(before, "whoever is away costs nothing");

        // Sunday. The request plans for Monday.
        var told = await client.ShutdownsAsync();
        told.Count.ShouldBe(22, "the working days of thirty");
        told[^1].ShouldBe("2025-11-04T17:00:00Z");
        await client.UntilAsync("2025-11-24T17:05:00Z");
        (await client.ShutdownsAsync())[^1].ShouldBe("2025-11-24T17:00:00Z");
        await client.UntilAsync("2025-11-25T17:00:00Z");
        (await client.ShutdownsAsync())[^1].ShouldBe("2025-11-25T17:00:00Z");
    }

    [Fact]
    public async Task A_request_a_day_is_noted_once_and_keeps_them_coming()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        var first = await SeenAsync(client);
        first.ShouldBe(FocusClient.Time(Workday.Monday));
        for (var day = 1; day <= 33; day++)
        {
            await client.App.Clock.AdvanceAsync(TimeSpan.FromDays(1));
            await client.SignInAsync();
            await client.GetAsync("/api/users/settings");
            await client.GetAsync("/api/tasks");
            (await SeenAsync(client)).ShouldBe(first!.Value.AddDays(day));
        }

        (await client.ShutdownsAsync())[^1].ShouldBe("2025-11-07T17:00:00Z");
    }

    [Fact]
    public async Task What_was_stored_before_is_nobody_who_is_away()
    {
        Presence.IsAway(null, DateTimeOffset.MaxValue).ShouldBeFalse();
        Presence.IsAway(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(30)).ShouldBeTrue();
        Presence.IsAway(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(30).AddTicks(-1)).ShouldBeFalse();

        using var desk = await AccountDesk.OpenAsync();
        var userId = (await desk.RegisterAsync()).Value.Account.UserId;
        var access = (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!;
        await WriteSet.ForUser(userId).Replace(access with { SeenAt = null }).CommitAsync(desk.Store);
        await desk.Get<AccountDirectory>().FindAsync(new TokenSubject(userId, "", DateTimeOffset.MaxValue));
        (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.SeenAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_store_that_cannot_write_keeps_nobody_out_and_the_return_is_noted_later()
    {
        using var desk = await AccountDesk.OpenAsync();
        var userId = (await desk.RegisterAsync()).Value.Account.UserId;
        var due = desk.Timers.Shutdowns[0].Due;
        desk.Clock.Pass(due.AddDays(40) - desk.Clock.GetUtcNow());
        await desk.Get<ShutdownReminders>().DeliverAsync(userId, due, desk.Timers);
        (await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId)).ShouldBeNull();
        var (directory, subject) = (desk.Get<AccountDirectory>(), new TokenSubject(userId, "", DateTimeOffset.MaxValue));

        desk.Store.FailingCommit = 1;
        (await directory.FindAsync(subject)).ShouldNotBeNull();
        (await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId)).ShouldBeNull();
        desk.Clock.Pass(TimeSpan.FromSeconds(6));
        (await directory.FindAsync(subject)).ShouldNotBeNull();

        (await desk.Store.ReadAsync<ShutdownPlan>(userId, ShutdownPlan.FixedId)).ShouldNotBeNull();
        (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.SeenAt.ShouldBe(desk.Clock.GetUtcNow());
    }

    private static async Task<DateTimeOffset?> SeenAsync(FocusClient client) =>
        (await client.App.StoredAsync<Access>(client.Person.Id, Access.DocumentId))!.SeenAt;
}
