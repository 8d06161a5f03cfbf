using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class AccountDirectoryTests : IAsyncLifetime
{
    private AccountDesk desk = null!;
    private SignedIn ann = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await AccountDesk.OpenAsync();
        ann = (await desk.RegisterAsync()).Value;
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    private TokenSubject Subject => new(ann.Account.UserId, ann.Tokens.RefreshToken.Split('.')[1], DateTimeOffset.MaxValue);

    [Fact]
    public async Task What_was_read_while_somebody_wrote_is_not_believed()
    {
        var directory = desk.Get<AccountDirectory>();
        desk.Store.AfterRead = async () =>
        {
            desk.Store.AfterRead = null;
            await desk.Get<Sessions>().EndAsync(Subject.UserId, Subject.SessionId);
        };

        // This request read before the session was ended, so it may pass; the next may not.
        (await directory.FindAsync(Subject)).ShouldNotBeNull();
        (await directory.FindAsync(Subject)).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_ends_after_thirty_days_however_often_it_is_refreshed()
    {
        var token = ann.Tokens.RefreshToken;
        for (var day = 0; day < 30; day += 10)
        {
            desk.Clock.Pass(TimeSpan.FromDays(9.9));
            token = (await desk.Get<Sessions>().RefreshAsync(token)).Value.RefreshToken;
        }

        (await desk.Get<AccountDirectory>().FindAsync(Subject)).ShouldNotBeNull();
        desk.Clock.Pass(TimeSpan.FromDays(0.4));
        (await desk.Get<AccountDirectory>().FindAsync(Subject)).ShouldBeNull();
        (await desk.Get<Sessions>().RefreshAsync(token)).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
    }

    [Fact]
    public async Task An_account_that_is_not_active_is_let_in_nowhere()
    {
        var access = (await Read())!;
        await WriteSet.ForUser(access.UserId).Replace(access with { Active = false }).CommitAsync(desk.Store);

        (await desk.Get<AccountDirectory>().FindAsync(Subject)).ShouldBeNull();
        (await desk.SignInAsync()).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await desk.Get<Sessions>().RefreshAsync(ann.Tokens.RefreshToken)).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
    }

    [Fact]
    public void A_cache_holds_no_more_than_it_should()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, i);
            cache.TryGet(i, out var value).ShouldBeTrue();
            value.ShouldBe(i);
        }

        Enumerable.Range(0, 10_000).Count(i => cache.TryGet(i, out _)).ShouldBeInRange(50, 100);
        cache.Remove(9_999);
        cache.TryGet(9_999, out _).ShouldBeFalse();
    }

    private async Task<Access?> Read() =>
        await desk.Store.ReadAsync<Access>(ann.Account.UserId, Access.DocumentId);
}
