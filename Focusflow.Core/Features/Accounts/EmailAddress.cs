using System.Globalization;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// An e-mail address as it identifies a person: trimmed, composed (see <see cref="Normalization"/>), lower case, an international
/// domain in the form that mail is sent to, so that <c>user@münchen.de</c> is <c>user@xn--mnchen-3ya.de</c>.
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>The most characters of an address.</summary>
    public const int MaxLength = 254;

    private static readonly IdnMapping Domains = new();

    private EmailAddress(string local, string domain, string shownDomain, bool wasShown)
    {
        Text = $"{local}@{domain}";
        var shown = $"{local}@{shownDomain}";
        Spellings = shown == Text ? [Text] : wasShown ? [shown, Text] : [Text, shown];
    }

    /// <summary>The normalised address.</summary>
    public string Text { get; }

    /// <summary>
    /// All forms under which the address may be stored, the one that was sent first: <see cref="Text"/>, and with an
    /// international domain the form in its own letters, which was kept as it was sent before there was one form.
    /// </summary>
    public IReadOnlyList<string> Spellings { get; }

    /// <summary>The part before the @.</summary>
    public string LocalPart => Text[..Text.LastIndexOf('@')];

    /// <summary>Reads an address; false when it does not look like one.</summary>
    public static bool TryParse(string text, out EmailAddress address)
    {
        address = default;
        if (text.Length > MaxLength + MaxLength)
            return false;
        var normalised = Normalization.Composed(Normalization.Composed(text.Trim()).ToLowerInvariant());
        var at = normalised.LastIndexOf('@');
        if (normalised.Length > MaxLength || at is < 1 or > 64)
            return false;
        var (local, sent) = (normalised[..at], normalised[(at + 1)..]);
        if (!IsLocalPart(local) || !IsDomain(sent) || Ascii(sent) is not { } domain || local.Length + 1 + domain.Length > MaxLength)
            return false;
        address = new EmailAddress(local, domain, Shown(domain), wasShown: sent != domain);
        return true;
    }

    /// <summary>Whether two addresses are the same one, however they are stored.</summary>
    public bool Equals(EmailAddress other) => Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string? Ascii(string domain)
    {
        try
        {
            return Domains.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null; // no name that can be had
        }
    }

    private static string Shown(string domain)
    {
        try
        {
            return Domains.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain; // looks like an international name and is none
        }
    }

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
            && label[0] != '-' && label[^1] != '-' && !IsMark(label[0])
            && label.All(character => character == '-' || IsLetterOrDigit(character) || IsMark(character)));
    }

    private static bool IsLetterOrDigit(char character) =>
        char.IsAsciiLetterOrDigit(character)
        || (character > 127 && char.GetUnicodeCategory(character) is
            UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber);

    // What no letter composes with is part of many a word of Asia.
    private static bool IsMark(char character) =>
        character > 127 && char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
