using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>A user's wish to be deleted, with the proof that it is meant.</summary>
/// <param name="Password">The password, of whoever has one.</param>
/// <param name="Username">The username, of whoever signs in with another service and has no password here.</param>
public sealed record DeleteAccount(string? Password, string? Username)
{
    /// <summary>Reads <c>{password}</c>, or <c>{username}</c>.</summary>
    public static Outcome<DeleteAccount> Read(FieldReader fields)
    {
        var password = fields.Text("password", 1000, min: 1);
        var username = fields.Text("username", 1000, min: 1);
        return fields.Problem is { } problem ? problem : new DeleteAccount(password.Or(null), username.Or(null));
    }
}

/// <summary>Makes sure that it is the user who wants the account deleted, and not a stolen token or a slip.</summary>
/// <param name="store">The store.</param>
/// <param name="passwords">Checks passwords, and counts wrong ones.</param>
public sealed class DeletionProof(IDocumentStore store, PasswordChange passwords)
{
    /// <summary>
    /// Nothing when the proof is good; 422 for the field that is missing or wrong. Wrong passwords lock as they do when
    /// signing in (429).
    /// </summary>
    public async Task<Outcome<Done>> CheckAsync(Caller caller, DeleteAccount command, CancellationToken cancellation = default)
    {
        if (await store.ReadAsync<Access>(caller.UserId, Access.DocumentId, cancellation) is not { } access)
            return default(Done); // another request of the same user was faster; nothing is left to protect
        if (access.PasswordHash is not null)
        {
            return command.Password is { } password
                ? await passwords.ConfirmAsync(caller, password, cancellation: cancellation)
                : Problem.Invalid("password", "password is required.");
        }

        if (command.Username is not { } username)
            return Problem.Invalid("username", "username is required of an account without a password.");
        var account = await store.ReadAsync<Account>(caller.UserId, Account.DocumentId, cancellation);
        return account is null || Usernames.Key(username) == Usernames.Key(account.Username)
            ? default(Done)
            : Problem.Invalid("username", "That is not the username of this account.");
    }
}
