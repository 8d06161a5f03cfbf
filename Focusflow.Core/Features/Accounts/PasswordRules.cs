using Zxcvbn.Matcher;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Which new passwords are refused: those that anybody would guess, because they are among the most common ones, one letter or a
/// row of letters over and over, or the user's own name or address. No rule about characters (NIST SP 800-63B, 3.1.1.2).
/// Who has such a password already goes on signing in with it.
/// </summary>
public static class PasswordRules
{
    // A common password is short, and looking for one in a long text costs its square.
    private const int LongestCommon = 32;

    private static readonly Lazy<IMatcher[]> Common =
        new(() => [new DictionaryMatcher("passwords", "passwords.lst"), new RepeatMatcher(), new SequenceMatcher()]);

    /// <summary>What is wrong with a new password, or null.</summary>
    /// <param name="password">The password.</param>
    /// <param name="own">Names and addresses of the user.</param>
    public static string? Complaint(string password, params IEnumerable<string?> own)
    {
        if (password.Length <= LongestCommon && Array.Exists(Common.Value, matcher => IsAllOf(matcher, password)))
            return "is one of those that are tried first. Choose another one, such as a few words that nobody else would put together.";
        var plain = Plain(password);
        return own.Any(name => name is not null && Words(name).Any(word => word.Length > 0 && word == plain))
            ? "must not be your name or address. Choose another one, such as a few words that nobody else would put together."
            : null;
    }

    private static bool IsAllOf(IMatcher matcher, string password) =>
        matcher.MatchPassword(password).Any(match => match.i == 0 && match.j == password.Length - 1);

    private static IEnumerable<string> Words(string name) =>
        name.LastIndexOf('@') is var at and > 0 ? [Plain(name), Plain(name[..at])] : [Plain(name)];

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
