using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions.Foundation.Mail;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Mail;

/// <summary>What arrives at a mail server that is not ours, as a parser that is not ours reads it.</summary>
public sealed class SmtpMailSenderTests
{
    private static readonly MailMessage Mail = MailTemplates.Write(
        new MailOrder("reset", "person", "cause"),
        "ann@example.com",
        "code",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "Zoë <b>Ångström</b> 👍", ["code"] = "123456", ["link"] = "https://focusflow.example/reset?a=1&b=2" });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_arrives_over_TLS_with_both_parts(bool fromTheStart)
    {
        await using var server = await SmtpServer.StartAsync(tls: fromTheStart);
        using var sender = Sender(server.Options with { Security = fromTheStart ? MailSecurity.Tls : MailSecurity.StartTls });

        (await sender.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Sent);

        var mail = server.Next();
        mail.GetProperty("secure").GetBoolean().ShouldBeTrue();
        mail.Text("user").ShouldBe("focusflow");
        mail.Text("from").ShouldContain("hello@focusflow.example");
        mail.Text("to").ShouldBe("ann@example.com");
        mail.Text("subject").ShouldBe("Your code for a new password");
        mail.Text("messageId").ShouldBe($"<{Mail.Id}@focusflow.example>");
        mail.Text("text").ShouldContain("Hello Zoë <b>Ångström</b> 👍");
        mail.Text("html").ShouldContain("123456");
        mail.Text("html").ShouldNotContain("<b>");
        mail.Text("html").ShouldContain("a=1&amp;b=2");
        mail.GetProperty("headers").TryGetProperty("list-unsubscribe", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task One_click_ends_mail_that_is_not_about_the_account()
    {
        await using var server = await SmtpServer.StartAsync();
        using var sender = Sender(server.Options);

        await sender.SendAsync(Mail with { Unsubscribe = new Uri("https://api.focusflow.example/api/mail/unsubscribe?token=x") }, CancellationToken.None);

        var headers = server.Next().GetProperty("headers");
        headers.Text("list-unsubscribe").ShouldBe("<https://api.focusflow.example/api/mail/unsubscribe?token=x>");
        headers.Text("list-unsubscribe-post").ShouldBe("List-Unsubscribe=One-Click");
        headers.Text("auto-submitted").ShouldBe("auto-generated");
    }

    [Fact]
    public async Task The_connection_is_kept_and_a_server_that_has_restarted_is_connected_to_anew()
    {
        var server = await SmtpServer.StartAsync();
        using var sender = Sender(server.Options);
        for (var i = 1; i <= 3; i++)
        {
            (await sender.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Sent);
            server.Next().GetProperty("connections").GetInt32().ShouldBe(1);
        }

        await server.DisposeAsync();
        (await sender.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Failed);
        await using var again = await SmtpServer.StartAsync(server.Port);
        (await sender.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Sent);
    }

    [Theory]
    [InlineData("refused@example.com", MailResult.Refused)]
    [InlineData("later@example.com", MailResult.Failed)]
    [InlineData("slow@example.com", MailResult.Failed)]
    [InlineData("dying@example.com", MailResult.Failed)]
    public async Task What_goes_wrong_is_told_apart_and_the_next_mail_is_sent(string to, MailResult result)
    {
        await using var server = await SmtpServer.StartAsync();
        using var sender = Sender(server.Options with { Patience = TimeSpan.FromSeconds(to.StartsWith("slow", StringComparison.Ordinal) ? 2 : 10) });

        (await sender.SendAsync(Mail with { To = to }, CancellationToken.None)).ShouldBe(result);
        (await sender.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Sent);

        server.Next().Text("to").ShouldBe("ann@example.com");
        server.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_and_a_wrong_password_send_nothing()
    {
        await using var server = await SmtpServer.StartAsync();
        using var distrusting = new SmtpMailSender(server.Options, TimeProvider.System, NullLogger<SmtpMailSender>.Instance);
        using var mistaken = Sender(server.Options with { Password = "wrong" });

        (await distrusting.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Failed);
        (await mistaken.SendAsync(Mail, CancellationToken.None)).ShouldBe(MailResult.Failed);
        server.Waiting.ShouldBe(0);
    }

    // The server's certificate is its own, for nobody.
    private static SmtpMailSender Sender(MailOptions options) =>
        new(options, TimeProvider.System, NullLogger<SmtpMailSender>.Instance) { Trust = (_, certificate, _, _) => certificate is not null };
}
