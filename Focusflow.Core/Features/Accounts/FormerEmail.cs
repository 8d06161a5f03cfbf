namespace Focusflow.Core.Features.Accounts;

/// <summary>An address that an account had until lately. Its owner can take the change back for a day; until then nobody else gets it.</summary>
/// <param name="Email">The address.</param>
/// <param name="Verified">Whether it was confirmed.</param>
/// <param name="Until">Until when it can be taken back.</param>
/// <param name="Nonce">What the token of the link is made of.</param>
public sealed record FormerEmail(string Email, bool Verified, DateTimeOffset Until, [property: Foundation.Storage.Secret] string Nonce)
{
    /// <summary>How long a change of the address can be taken back.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromDays(1);

    /// <summary>When the account got another address.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset ChangedAt => Until - Grace;

    /// <summary>How often the address may be changed within <see cref="Grace"/>.</summary>
    public const int Most = 3;
}
