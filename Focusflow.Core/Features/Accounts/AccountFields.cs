using System.Text.Json;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Reads the fields of accounts, each with its rule.</summary>
internal static class AccountFields
{
    /// <summary>The fewest characters of a password.</summary>
    public const int MinPasswordLength = 8;

    /// <summary>The most characters of a password.</summary>
    public const int MaxPasswordLength = 256;

    public static Change<string> Name(this FieldReader fields, string field, bool nullable) =>
        fields.Text(field, Names.MaxLength, nullable ? 0 : 1, trim: true, nullable)
            .Checked(fields, field, name => VisibleText.Complaint(name) is { } complaint ? $"{field} {complaint}." : null);

    public static Change<string> Password(this FieldReader fields, string field) =>
        fields.Text(field, MaxPasswordLength, MinPasswordLength, nullable: false);

    /// <summary>A password that is to be set: as long as it must be, and not one that anybody would guess.</summary>
    public static Change<string> NewPassword(this FieldReader fields, string field) =>
        fields.Password(field).Checked(fields, field, password => PasswordRules.Complaint(password) is { } complaint ? $"{field} {complaint}" : null);

    public static Change<EmailAddress?> Email(this FieldReader fields, string field, bool nullable = false)
    {
        var sent = fields.Text(field, EmailAddress.MaxLength, nullable: nullable);
        if (sent is not { IsSet: true, Value: { } text })
            return sent.IsSet ? new Change<EmailAddress?>(null) : default;
        if (EmailAddress.TryParse(text, out var address))
            return new Change<EmailAddress?>(address);
        fields.Fail(field, $"{field} must be an e-mail address such as ann@example.com.");
        return new Change<EmailAddress?>(null);
    }

    /// <summary>A code of a mail: digits, with spaces as people type them, or the token of the link.</summary>
    public static Change<string> Code(this FieldReader fields, string field)
    {
        var sent = fields.Text(field, 200, 1, trim: true, nullable: false);
        return sent is { IsSet: true, Value: { } text } ? text.Replace(" ", "", StringComparison.Ordinal) : sent;
    }

    public static Change<string> Username(this FieldReader fields, string field, bool nullable) =>
        fields.Text(field, 200, trim: true, nullable: nullable).Checked(fields, field, Usernames.Complaint);

    /// <summary>An avatar, as it is kept when it is one of this site.</summary>
    public static Change<string> AvatarUrl(this FieldReader fields, string field)
    {
        var sent = fields.Text(field, max: null, trim: true);
        var kept = sent is { IsSet: true, Value: { } url } && !DataUrl.Is(url) && fields.Site is { } site ? site.KeptOf(url) : sent;
        return kept.Checked(fields, field, Avatars.Complaint);
    }

    public static Change<string> Timezone(this FieldReader fields, string field)
    {
        var sent = fields.Text(field, 100, nullable: false);
        if (sent is not { IsSet: true, Value: { } zone })
            return sent;
        if (ZoneNames.Find(zone) is { } name)
            return name;
        fields.Fail(field, $"{field} must be an IANA time zone such as Europe/Berlin.");
        return sent;
    }

    public static Change<IReadOnlyList<string>> WorkDays(this FieldReader fields, string field)
    {
        var rule = new FieldRule(field, FieldType.List)
        {
            Max = 7,
            Items = new FieldRule(field, FieldType.Text) { Choices = UserSettings.Weekdays },
        };
        if (fields.Element(field, rule) is not { } element)
            return default;
        if (element.ValueKind == JsonValueKind.Array
            && element.EnumerateArray().All(day => day.ValueKind == JsonValueKind.String && UserSettings.Weekdays.Contains(day.GetString())))
        {
            var sent = element.EnumerateArray().Select(day => day.GetString()!).ToHashSet(StringComparer.Ordinal);
            return new Change<IReadOnlyList<string>>([.. UserSettings.Weekdays.Where(sent.Contains)]);
        }

        fields.Fail(field, $"{field} must be a list of {string.Join(", ", UserSettings.Weekdays)}.");
        return default;
    }

    private static Change<string> Checked(this Change<string> change, FieldReader fields, string field, Func<string, string?> complaint)
    {
        if (change is { IsSet: true, Value: { } value } && complaint(value) is { } message)
            fields.Fail(field, message);
        return change;
    }
}
