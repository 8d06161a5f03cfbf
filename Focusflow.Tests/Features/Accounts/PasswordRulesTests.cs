using Focusflow.Core.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password1")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("qwertyuiop")]
    [InlineData("iloveyou")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcdefgh")]
    [InlineData("87654321")]
    public void What_is_tried_first_is_refused(string password) => PasswordRules.Complaint(password).ShouldNotBeNull();

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("correct horse battery staple")]
    [InlineData("staple and much more")]
    [InlineData("SecurePass123!")]
    [InlineData("Test1234!")]
    [InlineData("xkcdten4")]
    [InlineData("пароль не как у всех")]
    public void What_others_would_not_think_of_is_taken_whatever_it_is_made_of(string password) =>
        PasswordRules.Complaint(password, "ann@example.com", "ann", "Ann Example").ShouldBeNull();

    [Theory]
    [InlineData("ann.example@example.com")]
    [InlineData("Ann.Example")]
    [InlineData("ANN EXAMPLE")]
    [InlineData("annexample")]
    [InlineData("ann_example_1")]
    public void The_own_name_or_address_is_refused(string password) =>
        PasswordRules.Complaint(password, "ann.example@example.com", "ann_example_1", "Ann Example").ShouldNotBeNull();

    [Fact]
    public void A_long_text_costs_nothing_to_look_at() => PasswordRules.Complaint(new string('x', 200) + "y").ShouldBeNull();

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36", "Chrome on Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("<script>", "Unknown device")]
    [InlineData(null, "Unknown device")]
    public void A_device_is_called_by_words_of_ours(string? userAgent, string words) => DeviceWords.Of(userAgent).ShouldBe(words);
}
