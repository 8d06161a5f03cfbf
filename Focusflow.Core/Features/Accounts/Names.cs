using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The rules of people's names: up to 100 characters of any script, all to be seen (see <see cref="VisibleText"/>).</summary>
public static class Names
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 100;

    /// <summary>A name from elsewhere made to fit, or null when nothing is left.</summary>
    public static string? Clean(string name)
    {
        var plain = VisibleText.Clean(name);
        return plain.Length == 0 ? null : plain.Length > MaxLength ? plain[..MaxLength].Trim() : plain;
    }
}
