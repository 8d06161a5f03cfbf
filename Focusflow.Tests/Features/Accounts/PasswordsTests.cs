using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class PasswordsTests
{
    private static AccountsOptions Options => new() { SigningKey = new byte[32], PasswordIterations = 1000, ConcurrentHashes = 1 };

    [Fact]
    public async Task A_hash_made_with_fewer_iterations_is_replaced_when_the_user_signs_in()
    {
        using var desk = await AccountDesk.OpenAsync();
        var userId = (await desk.RegisterAsync()).Value.Account.UserId;
        var before = (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.PasswordHash;

        await using var stronger = desk.Open(iterations: 2000);
        var signIns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            stronger.GetRequiredService<SignIn>().SignInAsync(new Credentials("ann@example.com", FocusflowTestApp.Password, null)))));

        signIns.ShouldAllBe(outcome => outcome.Problem == null);
        var after = (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.PasswordHash;
        after.ShouldNotBe(before);
        (await desk.SignInAsync()).Problem.ShouldBeNull();
        (await desk.Store.ReadAsync<Access>(userId, Access.DocumentId))!.PasswordHash.ShouldBe(after);
    }

    [Fact]
    public void Nobodys_hash_matches_nothing_and_takes_the_same_work()
    {
        var passwords = new Passwords(Options);

        passwords.Check(null, "").ShouldBe(new PasswordCheck(false, null));
        passwords.Check(null, FocusflowTestApp.Password).ShouldBe(new PasswordCheck(false, null));
    }

    [Fact]
    public async Task Only_so_many_wait_for_their_turn()
    {
        var passwords = new Passwords(Options);
        var turn = new TaskCompletionSource();
        var running = Enumerable.Range(0, 34).Select(_ => passwords.RunAsync<Done>(Claimant.From(null), async () =>
        {
            await turn.Task;
            return default(Done);
        })).ToList();

        (await running[^1]).Problem!.Kind.ShouldBe(ProblemKind.Unavailable);
        turn.SetResult();
        (await Task.WhenAll(running)).Count(outcome => outcome.Problem is null).ShouldBe(33);
    }
}
