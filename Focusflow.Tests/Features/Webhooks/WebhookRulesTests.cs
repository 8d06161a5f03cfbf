using System.Net;
using System.Text;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Outgoing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Webhooks;

public sealed class WebhookRulesTests
{
    [Fact]
    public void A_signature_is_the_one_of_the_specification()
    {
        // The example that the specification's own libraries are tested with.
        var signature = WebhookSignature.Sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        signature.ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.100.100", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("4000::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void Only_public_addresses_are_reached(string address, bool expected) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(expected);

    [Theory]
    [InlineData("https://example.com/hook", true)]
    [InlineData("https://8.8.8.8/hook?x=1", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("https://localhost/hook", false)]
    [InlineData("https://127.0.0.1/hook", false)]
    [InlineData("https://2130706433/hook", false)]
    [InlineData("https://0x7f.1/hook", false)]
    [InlineData("https://[::1]/hook", false)]
    [InlineData("https://\uFF11\uFF12\uFF17.0.0.1/hook", false)]
    [InlineData("https://127\u30020\u30020\u30021/hook", false)]
    [InlineData("https://example.com/a b", false)]
    [InlineData("https://example.com/\r\nX: y", false)]
    [InlineData("https://example.com:0/hook", false)]
    [InlineData("https://-example.com/hook", false)]
    [InlineData("https://intranet/hook", false)]
    [InlineData("https://db.internal./hook", false)]
    [InlineData("https://user:secret@example.com/hook", false)]
    [InlineData("https://example.com/hook#part", false)]
    [InlineData("ftp://example.com", false)]
    [InlineData("/hook", false)]
    public void A_url_must_lead_to_the_public_internet_by_https(string url, bool allowed)
    {
        var parsed = PublicUrl.Parse(url, out var problem);

        (parsed is not null).ShouldBe(allowed, url);
        (problem is null).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("/hook", "url must be an absolute URL such as https://example.com/hook.")]
    [InlineData("http://example.com/hook", "url must use https.")]
    [InlineData("https://user@example.com/hook", "url must not hold a user name or password.")]
    [InlineData("https://example.com/hook#part", "url must not have a fragment.")]
    [InlineData("https://10.0.0.1/hook", "url must point to a host on the public internet.")]
    [InlineData("https://example..com/hook", "url must be an absolute URL such as https://example.com/hook.")]
    public void What_is_wrong_with_a_url_is_said(string url, string sentence)
    {
        PublicUrl.Parse(url, out var problem).ShouldBeNull();
        problem.ShouldBe(sentence);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/hook", true)]
    [InlineData("http://localhost/hook", true)]
    [InlineData("https://localhost/hook", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("ftp://localhost/hook", false)]
    [InlineData("https://10.0.0.1/hook", false)]
    public void With_loopback_allowed_this_machine_may_be_named_and_nothing_else_is_new(string url, bool allowed) =>
        (PublicUrl.Parse(url, out _, allowLoopback: true) is not null).ShouldBe(allowed);

    [Fact]
    public void The_longest_url_is_taken()
    {
        var longest = "https://example.com/".PadRight(PublicUrl.MaxLength, 'x');
        PublicUrl.Parse(longest, out _).ShouldNotBeNull();
        PublicUrl.Parse(longest + "x", out _).ShouldBeNull();
    }
}
