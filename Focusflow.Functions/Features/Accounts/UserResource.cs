using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Sites;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The user as clients see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Username">The name that is unique here.</param>
/// <param name="Name">What to call the user: the full name, or else the username.</param>
/// <param name="Email">The e-mail address; null for a user of another service that tells none.</param>
/// <param name="FullName">The full name, or null.</param>
/// <param name="AvatarUrl">The picture.</param>
/// <param name="CreatedAt">Since when the account exists.</param>
/// <param name="OnboardingCompleted">Whether the onboarding is done.</param>
/// <param name="IsActive">Whether the account may be used.</param>
/// <param name="IsVerified">Whether the e-mail address is known to be the user's.</param>
/// <param name="Timezone">The IANA zone whose days are the user's days.</param>
internal record UserResource(
    string Id,
    string Username,
    string Name,
    string? Email,
    string? FullName,
    SiteUrl AvatarUrl,
    DateTimeOffset CreatedAt,
    bool OnboardingCompleted,
    bool IsActive,
    bool IsVerified,
    string Timezone)
{
    public UserResource(Account account)
        : this(
            account.UserId,
            account.Username,
            account.Name,
            account.Email.Length > 0 ? account.Email : null,
            account.FullName,
            new SiteUrl(account.Avatar),
            account.CreatedAt,
            account.OnboardingCompleted,
            account.Active,
            account.Verified,
            account.Settings.Timezone)
    {
    }
}

/// <summary>The answer to a registration: the user, and the tokens beside its fields.</summary>
internal sealed record RegisteredResource(
    Account Account, [property: Confidential] string AccessToken, [property: Confidential] string RefreshToken, string TokenType, int ExpiresIn)
    : UserResource(Account)
{
    [JsonIgnore]
    public Account Account { get; } = Account;

    public static RegisteredResource Of(SignedIn signedIn) =>
        new(signedIn.Account, signedIn.Tokens.AccessToken, signedIn.Tokens.RefreshToken, "bearer", signedIn.Tokens.ExpiresIn);
}

/// <summary>A pair of tokens; with the user when it comes of signing in.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token.</param>
/// <param name="TokenType">How the access token is sent.</param>
/// <param name="ExpiresIn">For how many seconds the access token is good.</param>
/// <param name="User">The user.</param>
internal sealed record TokenResource(
    [property: Confidential] string AccessToken,
    [property: Confidential] string RefreshToken,
    string TokenType,
    int ExpiresIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserResource? User = null)
{
    public static TokenResource Of(TokenPair tokens, UserResource? user = null) =>
        new(tokens.AccessToken, tokens.RefreshToken, "bearer", tokens.ExpiresIn, user);
}

/// <summary>The answer to the end of the onboarding: the user, and what was kept.</summary>
internal sealed record OnboardedResource(
    Account Account,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Preferences)
    : UserResource(Account)
{
    [JsonIgnore]
    public Account Account { get; } = Account;
}

/// <summary>The avatar alone.</summary>
/// <param name="AvatarUrl">The picture.</param>
internal sealed record AvatarResource(SiteUrl AvatarUrl);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(TimestampConverter), typeof(LocalTimeConverter)])]
[JsonSerializable(typeof(UserResource))]
[JsonSerializable(typeof(RegisteredResource))]
[JsonSerializable(typeof(TokenResource))]
[JsonSerializable(typeof(OnboardedResource))]
[JsonSerializable(typeof(AvatarResource))]
[JsonSerializable(typeof(UserSettings))]
internal sealed partial class AccountResourceJson : JsonSerializerContext;
