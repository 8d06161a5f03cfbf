using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class ExternalUsersTests
{
    private static readonly ExternalSubject Subject = new("https://login.example.com/", "ann", DateTimeOffset.MaxValue) { Username = "ann" };

    [Fact]
    public async Task A_request_that_meets_the_end_of_a_deletion_does_not_bring_the_old_user_back()
    {
        using var desk = await AccountDesk.OpenAsync();
        var users = desk.Get<ExternalUsers>();
        var old = (await users.FindOrCreateAsync(Subject)).Value!;
        desk.Clock.Pass(TimeSpan.FromHours(1));

        // The claim has been read; now everything goes, as a deletion would have it.
        desk.Store.AfterRead = async () =>
        {
            desk.Store.AfterRead = null;
            await DeleteAsync(desk, old);
        };
        var next = (await users.FindOrCreateAsync(Subject)).Value;

        next.ShouldNotBe(old);
        (await desk.Store.QueryAsync(new DocumentQuery(Containers.UserData, old))).Documents.ShouldBeEmpty();
        (await users.FindOrCreateAsync(Subject)).Value.ShouldBe(next);
    }

    [Fact]
    public async Task A_registration_that_broke_off_long_ago_is_begun_anew()
    {
        using var desk = await AccountDesk.OpenAsync();
        var users = desk.Get<ExternalUsers>();
        desk.Store.FailingCommit = 3; // the claims of subject and username are made, the account is not
        await Should.ThrowAsync<StoreUnavailableException>(() => users.FindOrCreateAsync(Subject));
        desk.Clock.Pass(TimeSpan.FromHours(1));

        var user = (await users.FindOrCreateAsync(Subject)).Value!;
        (await desk.Store.ReadAsync<Account>(user, Account.DocumentId))!.Username.ShouldBe("ann");
    }

    private static async Task DeleteAsync(AccountDesk desk, string userId)
    {
        var page = await desk.Store.QueryAsync(new DocumentQuery(Containers.UserData, userId));
        var writes = page.Documents.Select(document => new DocumentWrite.Delete(document.Id, document.ETag));
        await desk.Store.CommitAsync(new DocumentBatch(Containers.UserData, userId, [.. writes]));
        foreach (var id in new[] { Identity.OfSubject(Subject.Issuer, Subject.Subject), Identity.OfUsername("ann") })
            await desk.Get<IdentityClaims>().ReleaseAsync((await desk.Store.ReadAsync<Identity>(id, id))!);
    }
}
