namespace Focusflow.Core.Foundation.Mail;

/// <summary>A mail to one person, ready to be sent.</summary>
/// <param name="Id">The same for the same cause, so that a mailbox can tell a repetition.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part.</param>
public sealed record MailMessage(string Id, string To, string Subject, string Text, string Html)
{
    /// <summary>Where one click ends mail of this kind (RFC 8058); null for what is about the account itself.</summary>
    public Uri? Unsubscribe { get; init; }
}

/// <summary>What became of sending a mail.</summary>
public enum MailResult
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>It could not be sent now; it may be tried again.</summary>
    Failed,

    /// <summary>The server refuses the address for good (a 5xx for the recipient).</summary>
    Refused,
}

/// <summary>Sends mail; the only thing here that touches a network.</summary>
public interface IMailSender
{
    /// <summary>Whether mail can be sent at all.</summary>
    bool CanSend { get; }

    /// <summary>Sends one mail.</summary>
    Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation);
}
