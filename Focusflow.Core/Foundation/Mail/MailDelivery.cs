using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Foundation.Mail;

/// <summary>What became of an attempt.</summary>
public enum MailAttempt
{
    /// <summary>It was sent, or is not to be.</summary>
    Settled,

    /// <summary>What it tells of is not there yet.</summary>
    Early,

    /// <summary>It shall be tried again.</summary>
    Failed,
}

/// <summary>Attempts to send what was ordered.</summary>
/// <param name="composers">Write mails.</param>
/// <param name="sender">Sends them.</param>
public sealed class MailDelivery(IEnumerable<IMailComposer> composers, IMailSender sender)
{
    private readonly IMailComposer[] composers = [.. composers];

    /// <summary>The pauses between attempts: ten attempts, the last a day after the first.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(7), TimeSpan.FromHours(12),
    ];

    /// <summary>How long, and how often, one that comes early waits for what it tells of.</summary>
    public static TimeSpan EarlyPause { get; } = TimeSpan.FromSeconds(2);

    /// <summary>See <see cref="EarlyPause"/>.</summary>
    public const int MostEarly = 15;

    /// <summary>One attempt.</summary>
    public async Task<MailAttempt> AttemptAsync(MailOrder order, CancellationToken cancellation = default)
    {
        if (Array.Find(composers, one => one.Kinds.Contains(order.Kind)) is not { } composer)
            return MailAttempt.Settled; // a kind that this version does not know
        var composition = await composer.ComposeAsync(order, cancellation);
        if (composition.Mail is not { } mail)
            return composition.IsEarly ? MailAttempt.Early : MailAttempt.Settled;

        var result = await sender.SendAsync(mail, cancellation);
        Measures.Mails.Add(1, new("focusflow.mail.kind", order.Kind), new("focusflow.mail.outcome", result switch
        {
            MailResult.Sent => "sent",
            MailResult.Refused => "refused",
            _ => "failed",
        }));
        if (result == MailResult.Failed)
            return MailAttempt.Failed;
        await composer.SettleAsync(order, result, CancellationToken.None);
        return MailAttempt.Settled;
    }
}
