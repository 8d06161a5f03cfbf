using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Foundation.Mail;

/// <summary>Where no mail server is configured.</summary>
public sealed class NoMail : IMailSender
{
    /// <summary>What is answered to those who ask for a mail.</summary>
    public static readonly Problem Unavailable =
        new(ProblemCodes.MailUnavailable, "This service sends no mail: no mail server is configured. Ask whoever runs it.") { RetryAfter = TimeSpan.FromHours(1) };

    /// <inheritdoc/>
    public bool CanSend => false;

    /// <inheritdoc/>
    public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation) => Task.FromResult(MailResult.Failed);
}
