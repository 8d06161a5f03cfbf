using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class UsernameChangeTests : IAsyncLifetime
{
    private AccountDesk desk = null!;
    private string ann = "";
    private string ben = "";

    public async ValueTask InitializeAsync()
    {
        desk = await AccountDesk.OpenAsync();
        ann = (await desk.RegisterAsync("ann@example.com", "ann")).Value.Account.UserId;
        ben = (await desk.RegisterAsync("ben@example.com", "ben")).Value.Account.UserId;
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_username_frees_the_old_one()
    {
        (await desk.UpdateAsync(ann, new { username = "anna" })).Value.Username.ShouldBe("anna");

        (await desk.UpdateAsync(ben, new { username = "ann" })).Value.Username.ShouldBe("ann");
    }

    [Fact]
    public async Task Another_spelling_of_ones_own_username_is_fine() =>
        (await desk.UpdateAsync(ann, new { username = "ANN" })).Value.Username.ShouldBe("ANN");

    [Fact]
    public async Task Somebody_elses_username_is_refused_in_any_spelling() =>
        (await desk.UpdateAsync(ann, new { username = "BEN" })).Problem.ShouldBe(new Problem(ProblemCodes.UsernameTaken, "The username is taken."));

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_renaming_that_breaks_off_blocks_the_username_for_a_minute(int commit, bool takesEffect)
    {
        desk.Store.FailingCommit = commit;
        desk.Store.TakesEffect = takesEffect;
        await Should.ThrowAsync<StoreUnavailableException>(() => desk.UpdateAsync(ann, new { username = "cleo" }));

        desk.Clock.Pass(IdentityClaims.Grace);

        (await desk.UpdateAsync(ben, new { username = "cleo" })).Value.Username.ShouldBe("cleo");
        (await desk.UpdateAsync(ann, new { username = "cleo" })).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_renaming_that_took_effect_frees_the_old_name_even_if_it_broke_off_then(int commit)
    {
        desk.Store.FailingCommit = commit;
        desk.Store.TakesEffect = commit == 2;
        await Should.ThrowAsync<StoreUnavailableException>(() => desk.UpdateAsync(ann, new { username = "anna" }));

        desk.Clock.Pass(IdentityClaims.Grace);

        (await desk.UpdateAsync(ben, new { username = "ann" })).Value.Username.ShouldBe("ann");
        (await desk.UpdateAsync(ben, new { username = "anna" })).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task A_renaming_overtaken_while_it_slept_does_not_take_the_name_twice()
    {
        desk.Store.BeforeCommit = async batch =>
        {
            if (batch.Container != Containers.UserData)
                return;
            desk.Store.BeforeCommit = null;
            desk.Clock.Pass(IdentityClaims.Grace);
            (await desk.UpdateAsync(ben, new { username = "cleo" })).Value.Username.ShouldBe("cleo");
        };

        (await desk.UpdateAsync(ann, new { username = "cleo" })).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task Two_users_wanting_each_others_names_again_and_again_never_have_the_same()
    {
        string[] names = ["red", "green", "blue"];
        var random = new Random(7);
        for (var round = 0; round < 30; round++)
        {
            await Task.WhenAll(
                Task.Run(() => desk.UpdateAsync(ann, new { username = names[random.Next(3)] })),
                Task.Run(() => desk.UpdateAsync(ben, new { username = names[random.Next(3)] })));
            desk.Clock.Pass(TimeSpan.FromSeconds(random.Next(90)));

            var (first, second) = (await AccountAsync(ann), await AccountAsync(ben));
            first.Username.ShouldNotBe(second.Username);
            foreach (var account in new[] { first, second })
                (await ClaimantAsync(account.Username)).ShouldBe(account.UserId);
        }
    }

    private async Task<Account> AccountAsync(string userId) => (await desk.Get<AccountEditor>().ReadAsync(userId)).Value;

    private async Task<string?> ClaimantAsync(string username)
    {
        var id = Identity.OfUsername(username);
        return (await desk.Store.ReadAsync<Identity>(id, id))?.UserId;
    }
}
