using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>What each use case asks of the store; in Cosmos DB every one of these is a round trip and has a price.</summary>
public sealed class StoreTripsTests : IAsyncLifetime
{
    private AccountDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await AccountDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Accounts_take_few_trips()
    {
        SignedIn ann = null!;
        (await TripsAsync(async () => ann = (await desk.RegisterAsync()).Value)).ShouldBe("3 reads, 3 commits");

        // Whose address it is; the failures with what the password opens, and those of where the client is; the session. The two questions are asked at once.
        (await TripsAsync(() => desk.SignInAsync())).ShouldBe("1 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.SignInAsync(address: "network"))).ShouldBe("1 reads, 2 queries, 1 commits");
        (await TripsAsync(() => desk.SignInAsync(password: "wrong"))).ShouldBe("1 reads, 2 queries, 1 commits");
        (await TripsAsync(() => desk.SignInAsync())).ShouldBe("1 reads, 1 queries, 1 commits");

        // What fails from a network lies with the network: counted there, and forgotten there once.
        (await TripsAsync(() => desk.SignInAsync(password: "wrong", address: "network"))).ShouldBe("2 reads, 3 queries, 2 commits");
        (await TripsAsync(() => desk.SignInAsync(address: "network"))).ShouldBe("1 reads, 2 queries, 2 commits");
        (await TripsAsync(() => desk.SignInAsync(address: "network"))).ShouldBe("1 reads, 2 queries, 1 commits");

        (await TripsAsync(() => desk.SignInAsync("nobody@example.com"))).ShouldBe("1 reads, 2 queries, 1 commits");
        (await TripsAsync(async () => ann = ann with { Tokens = (await desk.Get<Sessions>().RefreshAsync(ann.Tokens.RefreshToken)).Value }))
            .ShouldBe("1 reads, 1 commits");

        var userId = ann.Account.UserId;
        (await TripsAsync(() => AuthenticateAsync(ann))).ShouldBe("1 reads, 0 commits");
        (await TripsAsync(() => AuthenticateAsync(ann))).ShouldBe("0 reads, 0 commits");
        (await TripsAsync(() => desk.Get<AccountEditor>().ReadAsync(userId).AsTask())).ShouldBe("1 reads, 0 commits");
        (await TripsAsync(() => desk.UpdateAsync(userId, new { name = "Ann B." }))).ShouldBe("1 reads, 1 commits");
        (await TripsAsync(() => desk.UpdateAsync(userId, new { name = "Ann B." }))).ShouldBe("1 reads, 0 commits");
        (await TripsAsync(() => desk.UpdateAsync(userId, new { timezone = "Europe/Berlin" }))).ShouldBe("2 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.SetAsync(userId, new { daily_shutdown_time = "18:00" }))).ShouldBe("1 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.SetAsync(userId, new { break_reminder_interval = 30 }))).ShouldBe("1 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.SetAsync(userId, new { focus_goal = 240, pomodoro_work_duration = 30 }))).ShouldBe("1 reads, 1 commits");
        (await TripsAsync(() => desk.UpdateAsync(userId, new { username = "annb" }))).ShouldBe("3 reads, 3 commits");

        var caller = (await AuthenticateAsync(ann))!;
        (await TripsAsync(() => desk.Get<PasswordChange>().ChangeAsync(caller, new ChangePassword(FocusflowTestApp.Password, "another one"))))
            .ShouldBe("0 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.Get<Sessions>().EndAsync(userId, caller.SessionId))).ShouldBe("1 reads, 1 commits");
    }

    [Fact]
    public async Task A_session_is_looked_up_again_every_few_seconds()
    {
        var ann = (await desk.RegisterAsync()).Value;
        await AuthenticateAsync(ann);

        desk.Clock.Pass(TimeSpan.FromSeconds(4));
        (await TripsAsync(() => AuthenticateAsync(ann))).ShouldBe("0 reads, 0 commits");
        desk.Clock.Pass(TimeSpan.FromSeconds(1));
        (await TripsAsync(() => AuthenticateAsync(ann))).ShouldBe("1 reads, 0 commits");
    }

    [Fact]
    public async Task Another_process_notices_a_sign_in_at_once_and_a_sign_out_within_seconds()
    {
        var ann = (await desk.RegisterAsync()).Value;
        await using var other = desk.Open();
        var directory = (AccountDirectory)other.GetService(typeof(AccountDirectory))!;
        (await directory.FindAsync(SubjectOf(ann))).ShouldNotBeNull();

        var second = (await desk.SignInAsync()).Value;
        (await directory.FindAsync(SubjectOf(second))).ShouldNotBeNull();

        await desk.Get<Sessions>().EndAsync(second.Account.UserId, SubjectOf(second).SessionId);
        desk.Clock.Pass(TimeSpan.FromSeconds(5));
        (await directory.FindAsync(SubjectOf(second))).ShouldBeNull();
        (await directory.FindAsync(SubjectOf(ann))).ShouldNotBeNull();
    }

    private async Task<Caller?> AuthenticateAsync(SignedIn signedIn) =>
        (await desk.Get<Authentication>().AuthenticateAsync(signedIn.Tokens.AccessToken)).Value;

    private static TokenSubject SubjectOf(SignedIn signedIn) =>
        new(signedIn.Account.UserId, signedIn.Tokens.RefreshToken.Split('.')[1], DateTimeOffset.MaxValue);

    private static async Task<string> TripsAsync<T>(Func<Task<T>> work)
    {
        var usage = StoreUsage.Begin();
        await work();
        return $"{usage.Reads} reads, {(usage.Queries > 0 ? $"{usage.Queries} queries, " : "")}{usage.Commits} commits";
    }
}
