using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class RegistrationTests : IAsyncLifetime
{
    private AccountDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await AccountDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_email_address_can_be_registered_once_however_it_is_written()
    {
        (await desk.RegisterAsync("ann@example.com")).Problem.ShouldBeNull();

        (await desk.RegisterAsync(" ANN@Example.COM ")).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task Of_two_registrations_of_one_address_at_once_one_succeeds()
    {
        for (var round = 0; round < 5; round++)
        {
            var email = $"ann{round}@example.com";

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.RegisterAsync(email))));

            outcomes.Count(outcome => outcome.Problem is null).ShouldBe(1);
            outcomes.Count(outcome => outcome.Problem?.Kind == ProblemKind.Conflict).ShouldBe(5);
            (await desk.SignInAsync(email)).Problem.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_username_is_made_of_the_address_when_none_is_wanted()
    {
        (await desk.RegisterAsync("ann.b+news@example.com")).Value.Account.Username.ShouldBe("ann.bnews");
        (await desk.RegisterAsync("ann.b+news@example.org")).Value.Account.Username.ShouldMatch("^ann\\.bnews-[a-z0-9]{4}$");
        (await desk.RegisterAsync("a@example.org")).Value.Account.Username.ShouldMatch("^a-[a-z0-9]{4}$");
        (await desk.RegisterAsync("ü@example.org")).Value.Account.Username.ShouldMatch("^user-[a-z0-9]{4}$");
        Usernames.Complaint((await desk.RegisterAsync(new string('x', 64) + "@example.org")).Value.Account.Username).ShouldBeNull();
    }

    [Fact]
    public async Task A_username_that_is_wanted_and_taken_is_refused_and_leaves_the_address_free()
    {
        (await desk.RegisterAsync("ann@example.com", "Ann")).Value.Account.Username.ShouldBe("Ann");

        var refused = await desk.RegisterAsync("ben@example.com", "aNN");

        refused.Problem.ShouldBe(new Problem(ProblemCodes.UsernameTaken, "The username is taken."));
        (await desk.RegisterAsync("ben@example.com", "ben")).Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_registration_that_breaks_off_blocks_neither_the_address_nor_the_username_for_long(int commit, bool takesEffect)
    {
        desk.Store.FailingCommit = commit;
        desk.Store.TakesEffect = takesEffect;
        await Should.ThrowAsync<StoreUnavailableException>(() => desk.RegisterAsync("ann@example.com", "ann"));
        (await desk.SignInAsync()).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);

        desk.Clock.Pass(IdentityClaims.Grace);
        var again = await desk.RegisterAsync("ann@example.com", "ann");

        again.Value.Account.Username.ShouldBe("ann");
        (await desk.SignInAsync()).Value.Account.UserId.ShouldBe(again.Value.Account.UserId);
    }

    [Fact]
    public async Task A_registration_whose_last_answer_was_lost_is_done()
    {
        desk.Store.FailingCommit = 3;
        desk.Store.TakesEffect = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => desk.RegisterAsync());

        desk.Clock.Pass(IdentityClaims.Grace);

        (await desk.RegisterAsync()).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        (await desk.SignInAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_registration_overtaken_while_it_slept_does_not_complete()
    {
        var overtaking = default(Outcome<SignedIn>);
        desk.Store.BeforeCommit = async batch =>
        {
            if (batch.Container != Containers.UserData)
                return;
            desk.Store.BeforeCommit = null;
            desk.Clock.Pass(IdentityClaims.Grace);
            overtaking = await desk.RegisterAsync("ann@example.com", "ann");
        };

        var slow = await desk.RegisterAsync("ann@example.com", "ann");

        slow.Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        (await desk.SignInAsync()).Value.Account.UserId.ShouldBe(overtaking.Value.Account.UserId);
    }
}
