using System.Text.RegularExpressions;
using Focusflow.LocalRuntime.Testing;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>Every URL of the app, from the functions that were found, so that a new route cannot be forgotten.</summary>
internal static partial class Routes
{
    /// <summary>The functions that answer without a token. Whoever adds one says so here too.</summary>
    public static readonly string[] Public =
    [
        "Register", "Login", "RefreshTokens", "HealthLive", "HealthReady", "OpenApi", "Docs", "Calendar", "ShowPicture",
        "SendVerificationEmail", "VerifyEmail", "ForgotPassword", "ResetPassword", "ShowRestoreEmail", "RestoreEmail", "ShowUnsubscribe", "Unsubscribe",
    ];

    /// <summary>Name, method and a URL that matches, for each method of each HTTP function.</summary>
    public static IEnumerable<(string Name, string Method, string Path)> Of(LocalApp app) =>
        from function in app.HttpFunctions
        from method in function.Methods
        select (function.Name, method, "/" + Parameter().Replace(function.Route, Example).TrimStart('/'));

    private static string Example(Match parameter) => parameter.Groups["constraint"].Value switch
    {
        "guid" => Guid.NewGuid().ToString("D"),
        "int" or "long" => "7",
        _ => "some-id",
    };

    [GeneratedRegex(@"\{[^:}=?]+(:(?<constraint>[a-z]+)[^}]*)?[^}]*\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
