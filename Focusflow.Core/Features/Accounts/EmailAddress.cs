using System.Globalization;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// An e-mail address as it identifies a person: trimmed, lower case. Characters that can be written in several ways
/// (combining marks) are refused, so that equal addresses are equal texts and no Unicode normalisation is needed.
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>The most characters of an address.</summary>
    public const int MaxLength = 254;

    private EmailAddress(string text) => Text = text;

    /// <summary>The normalised address.</summary>
    public string Text { get; }

    /// <summary>The part before the @.</summary>
    public string LocalPart => Text[..Text.LastIndexOf('@')];

    /// <summary>Reads an address; false when it does not look like one.</summary>
    public static bool TryParse(string text, out EmailAddress address)
    {
        address = default;
        var normalised = text.Trim().ToLowerInvariant();
        var at = normalised.LastIndexOf('@');
        if (normalised.Length > MaxLength || at is < 1 or > 64)
            return false;
        if (!IsLocalPart(normalised.AsSpan(0, at)) || !IsDomain(normalised[(at + 1)..]))
            return false;
        address = new EmailAddress(normalised);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsLocalPart(ReadOnlySpan<char> part)
    {
        if (part[0] == '.' || part[^1] == '.' || part.Contains("..", StringComparison.Ordinal))
            return false;
        foreach (var character in part)
        {
            if (!IsLetterOrDigit(character) && !"!#$%&'*+-/=?^_`{|}~.".Contains(character, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(label =>
            label.Length is >= 1 and <= 63
            && label[0] != '-' && label[^1] != '-'
            && label.All(character => character == '-' || IsLetterOrDigit(character)));
    }

    private static bool IsLetterOrDigit(char character) =>
        char.IsAsciiLetterOrDigit(character)
        || (character > 127 && char.GetUnicodeCategory(character) is
            UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber);
}
