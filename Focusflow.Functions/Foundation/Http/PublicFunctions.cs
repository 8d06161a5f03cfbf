using System.Collections.Frozen;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The functions that anybody may call; all others demand a token. By function name, so that a new one is closed.</summary>
internal static class PublicFunctions
{
    /// <summary>Their names.</summary>
    public static FrozenSet<string> Names { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "Register",
        "Login",
        "RefreshTokens",
        "HealthLive",
        "HealthReady",
        "OpenApi",
        "Docs",
        "Calendar",
        "ShowPicture",
        "SendVerificationEmail",
        "VerifyEmail",
        "ForgotPassword",
        "ResetPassword",
        "ShowRestoreEmail",
        "RestoreEmail",
        "ShowUnsubscribe",
        "Unsubscribe");

    /// <summary>Those of them where passwords and tokens can be guessed.</summary>
    public static FrozenSet<string> SignIn { get; } = FrozenSet.Create(
        StringComparer.Ordinal, "Register", "Login", "RefreshTokens", "SendVerificationEmail", "VerifyEmail", "ForgotPassword", "ResetPassword", "RestoreEmail");
}
