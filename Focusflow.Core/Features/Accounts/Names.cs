namespace Focusflow.Core.Features.Accounts;

/// <summary>The rules of people's names: up to 100 characters of any script.</summary>
public static class Names
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Whether a name has none but visible characters and spaces.</summary>
    public static bool IsPlain(string name) => !name.Any(char.IsControl);

    /// <summary>A name from elsewhere made to fit, or null when nothing is left.</summary>
    public static string? Clean(string name)
    {
        var plain = string.Concat(name.Where(character => !char.IsControl(character))).Trim();
        return plain.Length == 0 ? null : plain.Length > MaxLength ? plain[..MaxLength].Trim() : plain;
    }
}
