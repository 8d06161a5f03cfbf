using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A person: what the user resource and the settings show. Nothing in it is secret.</summary>
public sealed record Account : UserDocument, IDocument<Account>
{
    /// <summary>The id of the document; a user has one account.</summary>
    public const string DocumentId = "account";

    /// <inheritdoc/>
    public static string KindName => "account";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<Account> JsonType => AccountsJson.Default.Account;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The name others know the user by; unique ignoring case.</summary>
    public required string Username { get; init; }

    /// <summary>The normalised e-mail address; empty for a user of an external issuer that told none.</summary>
    public required string Email { get; init; }

    /// <summary>The person's full name, or null.</summary>
    public string? FullName { get; init; }

    /// <summary>The picture chosen, as an https URL or a path; empty for none.</summary>
    public required string AvatarUrl { get; init; }

    /// <summary>The picture: the one chosen, or else one drawn from the id and the name.</summary>
    [JsonIgnore]
    public string Avatar => AvatarUrl.Length > 0 ? AvatarUrl : Avatars.DrawnOf(UserId, Name);

    /// <summary>When the user registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the user went through the onboarding.</summary>
    public bool OnboardingCompleted { get; init; }

    /// <summary>Whether the user may sign in.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Whether the e-mail address was confirmed (an external issuer may say so).</summary>
    public bool Verified { get; init; }

    /// <summary>How the user works.</summary>
    public required UserSettings Settings { get; init; }

    /// <summary>The work days of before, oldest first; see <see cref="WorkDayHistory"/>.</summary>
    public IReadOnlyList<PastWorkDays> PastWorkDays { get; init; } = [];

    /// <summary>What to call the user: the full name, or else the username.</summary>
    [JsonIgnore]
    public string Name => FullName ?? Username;

    /// <summary>Whether others may see the user and the user's points.</summary>
    [JsonIgnore]
    public bool IsVisible => Settings is { ProfileVisibility: UserSettings.PublicProfile, ShareWorkStats: true };

    /// <summary>The addresses before that can still be taken back (see <see cref="FormerEmail"/>), oldest first.</summary>
    public IReadOnlyList<FormerEmail> FormerEmails { get; init; } = [];

    /// <summary>Whether the account stands behind a claim of a name (see <see cref="IdentityClaims"/>).</summary>
    public bool Confirms(string identityId, DateTimeOffset now) =>
        identityId == Identity.OfUsername(Username)
        || SignsInWith(identityId)
        || FormerEmails.Any(former => now < former.Until && identityId == Identity.OfEmail(former.Email));

    /// <summary>Whether it is the id of the account's address.</summary>
    public bool SignsInWith(string identityId) => Email.Length > 0 && identityId == Identity.OfEmail(Email);
}
