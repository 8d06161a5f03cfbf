using System.Collections.Concurrent;
using Focusflow.Core.Foundation.Mail;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Mails that go nowhere but are remembered; the server can be told to fail or to refuse.</summary>
internal sealed class RecordedMail : IMailSender
{
    private readonly ConcurrentQueue<MailMessage> sent = new(); // mails are sent side by side

    public IReadOnlyList<MailMessage> Sent => [.. sent];

    public MailResult Result { get; set; } = MailResult.Sent;

    public bool CanSend { get; set; } = true;

    public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        if (Result == MailResult.Sent)
            sent.Enqueue(mail);
        return Task.FromResult(Result);
    }
}
