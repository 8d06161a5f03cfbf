using Focusflow.Core.Foundation.Mail;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Mail;

public sealed class MailTemplatesTests
{
    [Fact]
    public void A_name_cannot_put_a_line_into_a_subject_or_markup_into_a_page()
    {
        var mail = MailTemplates.Write(
            new MailOrder("verify", "p", "c"),
            "ann@example.com",
            "code",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "<img src=x onerror=alert(1)>", ["code"] = "123456\r\nBcc: all@example.com" });

        mail.Subject.ShouldNotContain('\n');
        mail.Subject.ShouldNotContain('\r');
        mail.Html.ShouldNotContain("<img");
        MailMime.Write(mail, "Focusflow <hello@example.com>", DateTimeOffset.UnixEpoch).Headers.ShouldNotContain(header => header.Field == "Bcc");
    }

    [Fact]
    public void Nothing_in_a_mail_is_asked_of_another_place()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("mail"), "*.html"))
        {
            var html = File.ReadAllText(file);
            html.ShouldNotContain("src=");
            html.ShouldNotContain("url(");
            html.ShouldNotContain("@import");
            html.ShouldNotContain("<link");
        }
    }

    [Fact]
    public void Every_kind_has_the_same_words() =>
        MailTemplates.Keys.Where(key => !key.StartsWith("all.", StringComparison.Ordinal)).GroupBy(key => key.Split('.')[0])
            .ShouldAllBe(kind => new[] { "subject", "title", "lead", "button", "note" }.All(word => kind.Contains($"{kind.Key}.{word}")));

    [Fact]
    public void Attempts_spread_over_a_day() =>
        MailDelivery.Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause).ShouldBe(TimeSpan.FromDays(1));
}
