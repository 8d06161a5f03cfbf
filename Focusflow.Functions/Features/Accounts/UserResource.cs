using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The user as clients see it.</summary>
internal record UserResource(
    string Id,
    string Username,
    string Name,
    string? Email,
    string? FullName,
    string AvatarUrl,
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
            account.AvatarUrl,
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
internal sealed record AvatarResource(string AvatarUrl);

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
