using Focusflow.Core.Foundation.Mail;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Mails that go nowhere but are remembered; the server can be told to fail or to refuse.</summary>
internal sealed class RecordedMail : IMailSender
{
    public List<MailMessage> Sent { get; } = [];

    public MailResult Result { get; set; } = MailResult.Sent;

    public bool CanSend { get; set; } = true;

    public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        if (Result == MailResult.Sent)
            Sent.Add(mail);
        return Task.FromResult(Result);
    }
}
