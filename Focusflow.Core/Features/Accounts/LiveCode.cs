using Focusflow.Core.Foundation.Mail;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// A code that was asked for, as it is stored: what it is made of, and not what it is. Only this service can make the code of it,
/// with a key that is not in the store (see <see cref="CodeSecrets"/>).
/// </summary>
/// <param name="Nonce">Another one for each code; later ones compare as greater.</param>
/// <param name="ExpiresAt">Until when it counts.</param>
public sealed record LiveCode(string Nonce, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a code counts from when it is sent.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long it is kept from when it was asked for or the last attempt to send it: until the next attempt, however long a mail server is
    /// away.
    /// </summary>
    public static TimeSpan Kept { get; } = MailDelivery.Pauses.Max() + TimeSpan.FromHours(1);

    /// <summary>How many wrong digits end it. A link is long enough to need no such end.</summary>
    public const int MostTries = 5;

    /// <summary>The wrong digits so far.</summary>
    public int Tries { get; init; }

    /// <summary>The request with an <c>Idempotency-Key</c> that asked for it, or null: sent again, it asks for no other.</summary>
    public string? AskedBy { get; init; }

    /// <summary>When the mail with it was sent, or null.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether it counts.</summary>
    public bool IsGood(DateTimeOffset now) => now < ExpiresAt && Tries < MostTries;
}
