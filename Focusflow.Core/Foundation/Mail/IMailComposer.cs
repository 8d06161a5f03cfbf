namespace Focusflow.Core.Foundation.Mail;

/// <summary>Writes the mails of some kinds, from what is stored now.</summary>
public interface IMailComposer
{
    /// <summary>The kinds.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>What is to be sent for an order, if anything. Called anew for every attempt.</summary>
    Task<Composition> ComposeAsync(MailOrder order, CancellationToken cancellation);

    /// <summary>Notes that it was sent, or that the address is refused.</summary>
    Task SettleAsync(MailOrder order, MailResult result, CancellationToken cancellation);
}

/// <summary>What is to be sent.</summary>
/// <param name="Mail">The mail, or null for none.</param>
/// <param name="IsEarly">Whether there may be one a moment later: what it tells of is not committed yet.</param>
public sealed record Composition(MailMessage? Mail, bool IsEarly = false)
{
    /// <summary>Nothing: it is not wanted any more, or was sent.</summary>
    public static Composition Nothing { get; } = new(null, false);

    /// <summary>Not yet.</summary>
    public static Composition NotYet { get; } = new(null, true);
}
