using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class LockOutTests : IAsyncLifetime
{
    private AccountDesk desk = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await AccountDesk.OpenAsync();
        await desk.RegisterAsync();
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("nobody@example.com")]
    public async Task Guessing_is_stopped_the_same_way_whether_or_not_somebody_has_the_address(string email)
    {
        for (var i = 0; i < 5; i++)
            (await desk.SignInAsync(email, "wrong")).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);

        var locked = (await desk.SignInAsync(email, "wrong")).Problem!;

        locked.Kind.ShouldBe(ProblemKind.TooManyRequests);
        locked.RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task While_locked_the_right_password_does_not_help_and_afterwards_it_does()
    {
        for (var i = 0; i < 5; i++)
            await desk.SignInAsync(password: "wrong");
        (await desk.SignInAsync()).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);

        desk.Clock.Pass(TimeSpan.FromSeconds(5));

        (await desk.SignInAsync()).Problem.ShouldBeNull();
        for (var i = 0; i < 4; i++)
            (await desk.SignInAsync(password: "wrong")).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
        (await desk.SignInAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_lock_outlives_the_process()
    {
        for (var i = 0; i < 5; i++)
            await desk.SignInAsync(password: "wrong");

        await using var other = desk.Open();
        var outcome = await other.GetRequiredService<SignIn>().SignInAsync(new Credentials("ann@example.com", FocusflowTestApp.Password, null));

        outcome.Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);
    }

    [Fact]
    public async Task Many_guesses_at_once_do_not_get_past_the_lock()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => desk.SignInAsync(password: $"wrong {i}"))));

        // As many as are checked at the same time may slip through beyond the five.
        var slots = desk.Get<AccountsOptions>().ConcurrentHashes;
        outcomes.Count(outcome => outcome.Problem!.Kind == ProblemKind.Unauthenticated).ShouldBeInRange(5, 4 + slots);
    }

    [Fact]
    public async Task One_address_trying_many_accounts_is_stopped_and_others_are_not()
    {
        for (var i = 0; i < 100; i++)
            await desk.SignInAsync($"user{i}@example.com", "wrong", "network-1");

        (await desk.SignInAsync(address: "network-1")).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);
        (await desk.SignInAsync(address: "network-2")).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_knows_an_address_does_not_keep_its_owner_out()
    {
        var device = (await desk.SignInAsync()).Value.Device;
        for (var i = 0; i < 60; i++)
        {
            await desk.SignInAsync(password: "wrong", address: $"attacker {i % 9}");
            desk.Clock.Pass(TimeSpan.FromSeconds(10));
            (await desk.SignInAsync(device: device)).Problem.ShouldBeNull();
        }

        await desk.SignInAsync(password: "wrong", address: "attacker");
        (await desk.SignInAsync(password: "wrong", address: "attacker")).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);
        (await desk.SignInAsync(device: device, address: "attacker")).Problem.ShouldBeNull();
        var wait = (await desk.SignInAsync(address: "hotel")).Problem!;
        wait.Kind.ShouldBe(ProblemKind.TooManyRequests);
        wait.RetryAfter!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        desk.Clock.Pass(wait.RetryAfter.Value);
        (await desk.SignInAsync(address: "hotel")).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task The_right_password_passes_from_a_known_device_that_guessed_wrong()
    {
        var (one, other) = ((await desk.SignInAsync()).Value.Device, (await desk.SignInAsync()).Value.Device);
        for (var i = 0; i < 5; i++)
            (await desk.SignInAsync(password: "wrong", device: one)).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
        for (var i = 5; i < 99; i++)
            (await desk.SignInAsync(password: "wrong", device: one)).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);

        (await desk.SignInAsync(device: one)).Problem.ShouldBeNull();

        for (var i = 0; i < 100; i++)
            await desk.SignInAsync(password: "wrong", device: one);
        (await desk.SignInAsync(device: one)).Problem!.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        (await desk.SignInAsync(device: other)).Problem.ShouldBeNull();
        (await desk.SignInAsync()).Problem.ShouldBeNull();
        desk.Clock.Pass(TimeSpan.FromMinutes(1));
        (await desk.SignInAsync(device: one)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_device_known_for_one_account_is_unknown_for_another()
    {
        await desk.RegisterAsync("ben@example.com");
        var bens = (await desk.SignInAsync("ben@example.com")).Value.Device;
        for (var i = 0; i < 5; i++)
            await desk.SignInAsync(password: "wrong", device: bens);

        (await desk.SignInAsync(device: bens)).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);
        (await desk.SignInAsync("ben@example.com", device: bens)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_stolen_token_keeps_its_owner_from_nothing()
    {
        var ann = (await desk.SignInAsync()).Value;
        var (userId, change) = (ann.Account.UserId, desk.Get<PasswordChange>());
        var thief = new Caller(userId, "stolen session", UserCalendar.Utc);
        for (var i = 0; i < 5; i++)
            (await change.ConfirmAsync(thief, "wrong")).Problem!.Kind.ShouldBe(ProblemKind.Invalid);
        for (var i = 5; i < 100; i++)
            (await change.ConfirmAsync(thief, "wrong")).Problem!.Kind.ShouldBe(ProblemKind.TooManyRequests);
        (await change.ConfirmAsync(thief, FocusflowTestApp.Password)).Problem!.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));

        (await desk.SignInAsync(device: ann.Device)).Problem.ShouldBeNull();
        var owner = new Caller(userId, (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.Sessions[^1].Id, UserCalendar.Utc);
        (await change.ChangeAsync(owner, new ChangePassword(FocusflowTestApp.Password, "another good one"))).Problem.ShouldBeNull();
        (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.Sessions.ShouldHaveSingleItem().Id.ShouldBe(owner.SessionId);
    }
}
