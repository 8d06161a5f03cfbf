using System.Text.Json;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The end of the onboarding.</summary>
/// <param name="Preferences">What the client wants kept, an object of any shape; null when it sent none.</param>
/// <param name="Settings">The preferences that are settings.</param>
/// <param name="AvatarUrl">The avatar chosen, if any.</param>
public sealed record CompleteOnboarding(JsonElement? Preferences, UpdateSettings Settings, Change<string> AvatarUrl)
{
    private const int MaxPreferences = 20_000;

    /// <summary>Reads <c>{preferences?, avatar_url?}</c>.</summary>
    public static Outcome<CompleteOnboarding> Read(FieldReader fields)
    {
        var avatar = fields.AvatarUrl("avatar_url");
        var sent = fields.Element("preferences", new FieldRule("preferences", FieldType.FreeForm) { Nullable = true });
        var preferences = sent is { ValueKind: not JsonValueKind.Null } ? sent : null;
        if (preferences is { ValueKind: not JsonValueKind.Object })
            fields.Fail("preferences", "preferences must be an object.");
        if (preferences?.GetRawText().Length > MaxPreferences)
            fields.Fail("preferences", $"preferences must have at most {MaxPreferences} characters of JSON.");
        if (fields.Problem is { } problem)
            return problem;

        return UpdateSettings.Read(fields.Inside("preferences", preferences)).Succeeded(out var settings, out problem)
            ? new CompleteOnboarding(preferences, settings, avatar)
            : problem;
    }

    /// <summary>The account after the onboarding.</summary>
    public Outcome<Account> Decide(Account account)
    {
        var after = Settings.Decide(account) with { OnboardingCompleted = true };
        if (AvatarUrl is not { IsSet: true, Value: { } url })
            return after;
        return Avatars.Choose(url, account.AvatarUrl).Succeeded(out var avatar, out var problem) ? after with { AvatarUrl = avatar } : problem;
    }

    /// <summary>The document that keeps the preferences, or null when there are none.</summary>
    public Onboarding? ToDocument(string userId) => Preferences is { } preferences
        ? new Onboarding { Id = Onboarding.DocumentId, UserId = userId, Preferences = preferences }
        : null;
}
