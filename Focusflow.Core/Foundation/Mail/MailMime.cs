using MimeKit;

namespace Focusflow.Core.Foundation.Mail;

/// <summary>Mails in the form in which they travel (RFC 5322, MIME).</summary>
public static class MailMime
{
    /// <summary>A mail as MIME.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="from">Whom it comes from, see <see cref="MailOptions.From"/>.</param>
    /// <param name="now">Its date.</param>
    public static MimeMessage Write(MailMessage mail, string from, DateTimeOffset now)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = now,
            MessageId = $"{mail.Id}@{sender.Domain}",
            Body = new MultipartAlternative
            {
                new TextPart("plain") { Text = mail.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
                new TextPart("html") { Text = mail.Html, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
            },
        };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress("", mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no answer by a machine
        if (mail.Unsubscribe is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe.AbsoluteUri}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }
}
