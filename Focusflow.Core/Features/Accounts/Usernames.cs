using System.Security.Cryptography;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// The rules of usernames: 3 to 50 of <c>a-z A-Z 0-9 . _ -</c>, beginning with a letter or digit. Others see them, so no
/// letters that only look like Latin ones; a person's name in any script is the full name.
/// </summary>
public static class Usernames
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 3;

    /// <summary>The most characters.</summary>
    public const int MaxLength = 50;

    private const string SuffixCharacters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>What two spellings of one username have in common.</summary>
    public static string Key(string username) => username.ToLowerInvariant();

    /// <summary>What is wrong with a username, or null.</summary>
    public static string? Complaint(string username) =>
        username.Length is >= MinLength and <= MaxLength && char.IsAsciiLetterOrDigit(username[0]) && username.All(IsAllowed)
            ? null
            : $"username must have {MinLength} to {MaxLength} characters: letters a-z, digits, dot, underscore or hyphen, beginning with a letter or digit.";

    /// <summary>A username made of what somebody is called elsewhere; the first attempt is as near to it as the rules allow.</summary>
    public static string Suggest(string name, int attempt)
    {
        var letters = string.Concat(name.Where(IsAllowed)).TrimStart('.', '_', '-');
        if (letters.Length > MaxLength - 10)
            letters = letters[..(MaxLength - 10)];
        return attempt == 0 && letters.Length >= MinLength
            ? letters
            : $"{(letters.Length == 0 ? "user" : letters)}-{RandomNumberGenerator.GetString(SuffixCharacters, attempt < 3 ? 4 : 8)}";
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
