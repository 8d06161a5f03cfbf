using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;
using Microsoft.AspNetCore.Identity;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Addresses and passwords that can be typed in several ways, and accounts from before they had one form.</summary>
public sealed class SpellingTests
{
    private static AccountsOptions Options => new() { SigningKey = new byte[32], PasswordIterations = 1000, ConcurrentHashes = 1 };

    [Theory]
    [InlineData("user@münchen.de", "USER@xn--mnchen-3ya.de")]
    [InlineData("user@xn--mnchen-3ya.de", "user@MÜNCHEN.de")]
    public async Task An_international_domain_is_one_in_both_its_forms(string registered, string other)
    {
        using var desk = await AccountDesk.OpenAsync();
        var account = (await desk.RegisterAsync(registered)).Value.Account;
        account.Email.ShouldBe("user@xn--mnchen-3ya.de");
        (await desk.SignInAsync(other)).Value.Account.UserId.ShouldBe(account.UserId);
        (await desk.SignInAsync(registered)).Value.Account.UserId.ShouldBe(account.UserId);
        (await desk.RegisterAsync(other)).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task An_account_stored_in_the_letters_of_its_domain_keeps_working()
    {
        using var desk = await AccountDesk.OpenAsync();
        var account = (await desk.RegisterAsync()).Value.Account;
        var id = Identity.OfEmail("user@münchen.de");
        await new WriteSet(Containers.Identities, id).Create(new Identity { Id = id, UserId = account.UserId, ClaimedAt = desk.Clock.GetUtcNow() })
            .CommitAsync(desk.Store);
        await WriteSet.ForUser(account.UserId).Replace(account with { Email = "user@münchen.de" }).CommitAsync(desk.Store);

        foreach (var email in new[] { "user@münchen.de", "user@xn--mnchen-3ya.de" })
        {
            (await desk.SignInAsync(email)).Value.Account.UserId.ShouldBe(account.UserId, email);
            (await desk.RegisterAsync(email)).Problem!.Kind.ShouldBe(ProblemKind.Conflict, email);
            (await desk.UpdateAsync(account.UserId, new { email })).Problem.ShouldBeNull(email);
        }
    }

    [Theory]
    [InlineData("caf\u00E9 au lait", "cafe\u0301 au lait")]
    [InlineData("cafe\u0301 au lait", "caf\u00E9 au lait")]
    [InlineData("한글 비밀번호", "\u1112\u1161\u11AB\u1100\u1173\u11AF 비밀번호")]
    [InlineData("two\u00A0words here", "two words here")]
    [InlineData("two\u3000words here", "two words here")]
    public async Task A_password_is_the_same_however_it_was_typed(string chosen, string typed)
    {
        var passwords = new Passwords(Options);
        var hash = (await passwords.HashAsync(Claimant.Of("ann"), chosen)).Value;
        passwords.Check(hash, typed).ShouldBe(new PasswordCheck(true, null));
        passwords.Check(hash, chosen).ShouldBe(new PasswordCheck(true, null));
        passwords.Check(hash, typed.Replace('w', 'W').Replace('l', 'L') + " ").Correct.ShouldBeFalse();
    }

    [Fact]
    public void A_hash_of_a_password_as_it_was_typed_still_works_and_is_made_anew()
    {
        var passwords = new Passwords(Options);
        const string Typed = "cafe\u0301 au\u00A0lait";
        var former = new PasswordHasher<Access>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))
            .HashPassword(null!, Typed);
        var check = passwords.Check(former, Typed);
        check.Correct.ShouldBeTrue();
        passwords.Check(check.NewHash!, "caf\u00E9 au lait").ShouldBe(new PasswordCheck(true, null));
        passwords.Check(former, "caf\u00E9 au lait").Correct.ShouldBeFalse("nobody knows what was typed then");
        passwords.Check(null, Typed).ShouldBe(new PasswordCheck(false, null));
    }

    [Theory]
    [InlineData("name", "Ann\u200B")]
    [InlineData("name", "\u202EnnA")]
    [InlineData("name", "\u3164")]
    [InlineData("full_name", "A\U000E0041nn")]
    public void A_name_that_hides_something_is_refused(string field, string name)
    {
        var body = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [field] = name });
        UpdateUser.Read(new FieldReader(body, UserCalendar.Utc)).Problem!.Errors!.Keys.ShouldBe([field]);
    }
}
