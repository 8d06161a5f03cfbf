using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A partial update of the user resource.</summary>
public sealed record UpdateUser
{
    /// <summary>What to call the user; another word for the full name.</summary>
    public Change<string> Name { get; init; }

    /// <summary>The full name; null clears it.</summary>
    public Change<string> FullName { get; init; }

    /// <summary>The username.</summary>
    public Change<string> Username { get; init; }

    /// <summary>The avatar; null brings back the one that is drawn.</summary>
    public Change<string> AvatarUrl { get; init; }

    /// <summary>The IANA zone.</summary>
    public Change<string> Timezone { get; init; }

    /// <summary>The e-mail address as sent; it may only be what the account has.</summary>
    public Change<string> Email { get; init; }

    /// <summary>Reads the fields that can be changed.</summary>
    public static Outcome<UpdateUser> Read(FieldReader fields)
    {
        var command = new UpdateUser
        {
            Name = fields.Name("name", nullable: true),
            FullName = fields.Name("full_name", nullable: true),
            Username = fields.Username("username", nullable: false),
            AvatarUrl = fields.AvatarUrl("avatar_url"),
            Timezone = fields.Timezone("timezone"),
            Email = fields.Text("email", 1000),
        };
        return fields.Problem is { } problem ? problem : command;
    }

    /// <summary>The account after the update.</summary>
    public Outcome<Account> Decide(Account account)
    {
        if (Email.IsSet && Normalise(Email.Value) != Normalise(account.Email))
            return Problem.Invalid("email", "email is changed by POST /auth/send-email-verification and /auth/change-email.");

        // A client may send back the whole resource with one of the two names edited: that one counts.
        var fullName = FullName.IsSet && NullIfEmpty(FullName.Value) != account.FullName ? NullIfEmpty(FullName.Value)
            : Name.IsSet && Name.Value != account.Name ? NullIfEmpty(Name.Value)
            : account.FullName;
        var avatar = account.AvatarUrl;
        if (AvatarUrl.IsSet && !Avatars.Choose(AvatarUrl.Value, account.AvatarUrl).Succeeded(out avatar, out var problem))
            return problem;
        return account with
        {
            FullName = fullName,
            Username = Username.Or(account.Username)!,
            AvatarUrl = avatar,
            Settings = Timezone.IsSet ? account.Settings with { Timezone = Timezone.Value! } : account.Settings,
        };
    }

    private static string? Normalise(string? email) =>
        string.IsNullOrEmpty(email) ? "" : EmailAddress.TryParse(email, out var address) ? address.Text : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
