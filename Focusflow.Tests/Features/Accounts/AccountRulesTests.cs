using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("  Ann.B+news@Mail.Example.COM ", "ann.b+news@mail.example.com")]
    [InlineData("jürgen@bücher.example", "jürgen@xn--bcher-kva.example")]
    [InlineData("user@MÜNCHEN.de", "user@xn--mnchen-3ya.de")]
    [InlineData("user@mu\u0308nchen.de", "user@xn--mnchen-3ya.de")]
    [InlineData("user@xn--mnchen-3ya.de", "user@xn--mnchen-3ya.de")]
    [InlineData("user@straße.de", "user@xn--strae-oqa.de")]
    [InlineData("user@हिन्दी.example", "user@xn--j2bd4cyah0f.example")]
    [InlineData("e\u0301@example.com", "é@example.com")]
    [InlineData("a/b?c#d@example.com", "a/b?c#d@example.com")]
    public void An_email_address_is_trimmed_and_in_lower_case(string text, string normalised)
    {
        EmailAddress.TryParse(text, out var address).ShouldBeTrue();
        address.Text.ShouldBe(normalised);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("@example.com")]
    [InlineData("ann@")]
    [InlineData("ann@example")]
    [InlineData("ann@.example.com")]
    [InlineData("ann@example..com")]
    [InlineData("ann@-example.com")]
    [InlineData(".ann@example.com")]
    [InlineData("ann.@example.com")]
    [InlineData("an..n@example.com")]
    [InlineData("an n@example.com")]
    [InlineData("ann@exa mple.com")]
    [InlineData("ann@b@example.com")]
    [InlineData("\"ann\"@example.com")]
    [InlineData("ann@example.com\r\nBcc: x@y.zz")]
    [InlineData("ann@[127.0.0.1]")]
    [InlineData("a\u200B@example.com")]
    [InlineData("ann@\u0301x.example")]
    [InlineData("ann@exa\u202Emple.com")]
    public void What_is_no_email_address_is_refused(string text) => EmailAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void An_email_address_has_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 61), 4));
        EmailAddress.TryParse(new string('a', 254 - 1 - domain.Length) + "@" + domain, out _).ShouldBeTrue();
        EmailAddress.TryParse(new string('a', 255 - 1 - domain.Length) + "@" + domain, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ann", true)]
    [InlineData("Ann_B.c-9", true)]
    [InlineData("9lives", true)]
    [InlineData("an", false)]
    [InlineData("_ann", false)]
    [InlineData("ann b", false)]
    [InlineData("аnn", false)] // a Cyrillic а
    public void A_username_is_plain(string username, bool accepted) => (Usernames.Complaint(username) is null).ShouldBe(accepted);

    [Theory]
    [InlineData("/avatars/avatar-1.png", true)]
    [InlineData("/avatars/avatar-1.png?v=2", true)]
    [InlineData("https://cdn.example.com/a.png", true)]
    [InlineData("HTTPS://cdn.example.com/a.png", true)]
    [InlineData("/", false)]
    [InlineData("avatars/1.png", false)]
    [InlineData("//evil.example/a.png", false)]
    [InlineData("/\\evil.example/a.png", false)]
    [InlineData("/avatars/../../etc", false)]
    [InlineData("http://cdn.example.com/a.png", false)]
    [InlineData("https://", false)]
    [InlineData("https://user:pass@example.com/a.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/png;base64,AAAA", true)] // looked at when it is decoded
    [InlineData("/avatars/a b.png", false)]
    [InlineData("/avatars/\"onerror=x", false)]
    public void An_avatar_is_an_https_url_or_a_site_path(string url, bool accepted) => (Avatars.Complaint(url) is null).ShouldBe(accepted);

    [Fact]
    public void An_avatar_has_at_most_500_characters()
    {
        Avatars.Complaint("/" + new string('a', 499)).ShouldBeNull();
        Avatars.Complaint("/" + new string('a', 500)).ShouldNotBeNull();
    }

    [Fact]
    public void Of_the_addresses_of_pictures_an_account_keeps_its_own_one_and_none_that_is_drawn()
    {
        var own = PictureName.Folder + PictureName.New("ann", [1]).Name;
        var another = PictureName.Folder + PictureName.New("bob", [1]).Name;

        Avatars.Choose(own, own).Value.ShouldBe(own);
        Avatars.Choose(PictureName.SmallAddressOf(own), own).Value.ShouldBe(own);
        Avatars.Choose(another, own).Problem.ShouldNotBeNull();
        Avatars.Choose(own, "").Problem.ShouldNotBeNull();
        Avatars.Choose(Avatars.DrawnOf("ann", "Ann Example"), own).Value.ShouldBe("");
        Avatars.Choose("/api/avatars/avatar-3.png", own).Value.ShouldBe("/avatars/avatar-3.png");
        Avatars.Choose("https://example.com/me.png", own).Value.ShouldBe("https://example.com/me.png");
        Avatars.Choose(null, own).Value.ShouldBe("");
    }

    [Fact]
    public void A_registration_names_everything_that_is_wrong()
    {
        var read = Register.Read(AccountDesk.Fields(new { name = " ", email = "ann", password = "1234567", username = "x" }));

        read.Problem!.Kind.ShouldBe(ProblemKind.Invalid);
        read.Problem.Errors!.Keys.ShouldBe(["name", "email", "password", "username"], ignoreOrder: true);
        Register.Read(AccountDesk.Fields(new { })).Problem!.Errors!.Keys.ShouldBe(["name", "email", "password"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_password_has_8_to_256_characters(int length, bool accepted)
    {
        var read = Register.Read(AccountDesk.Fields(new { name = "Ann", email = "ann@example.com", password = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * i % 23)))) }));

        (read.Problem is null).ShouldBe(accepted);
    }
}
