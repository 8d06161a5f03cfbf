using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A new password, and the old one as proof.</summary>
/// <param name="CurrentPassword">The password so far.</param>
/// <param name="NewPassword">The new one.</param>
public sealed record ChangePassword(string CurrentPassword, string NewPassword)
{
    /// <summary>Reads <c>{current_password, new_password}</c>.</summary>
    public static Outcome<ChangePassword> Read(FieldReader fields)
    {
        var current = fields.Require("current_password", fields.Text("current_password", 1000, min: 1, nullable: false));
        var next = fields.Require("new_password", fields.NewPassword("new_password"));
        return fields.Problem is { } problem ? problem : new ChangePassword(current.Value!, next.Value!);
    }
}

/// <summary>The password, as proof that it is the user and not somebody at an open screen.</summary>
public static class VerifyPassword
{
    /// <summary>Reads <c>{password}</c>.</summary>
    public static Outcome<string> Read(FieldReader fields)
    {
        var password = fields.Require("password", fields.Text("password", 1000, min: 1, nullable: false));
        return fields.Problem is { } problem ? problem : password.Value!;
    }
}

/// <summary>Asks signed-in users for their password again, and changes it.</summary>
public sealed class PasswordChange(IDocumentStore store, Passwords passwords, SignInGuard guard)
{
    private static readonly Problem NoPassword = new(ProblemCodes.NoPassword, "This account has no password; it signs in with another service.");
    private static readonly Problem ChangedMeanwhile = new(ProblemCodes.PasswordChangedMeanwhile, "The password was changed just now.");

    /// <summary>Changes the password and ends every session but the caller's.</summary>
    public async Task<Outcome<Done>> ChangeAsync(Caller caller, ChangePassword command, CancellationToken cancellation = default)
    {
        if (!(await VerifyAsync(caller, command.CurrentPassword, "current_password", cancellation)).Succeeded(out var found, out var problem))
            return problem;
        var (account, before) = (found.Find<Account>(), found.Find<Access>()!);
        if (PasswordRules.Complaint(command.NewPassword, account?.Email, account?.Username, account?.FullName) is { } complaint)
            return Problem.Invalid("new_password", $"new_password {complaint}");
        if (!(await passwords.HashAsync(Of(caller), command.NewPassword, cancellation)).Succeeded(out var hash, out problem))
            return problem;

        // What was read for the check will do, unless somebody has written meanwhile: then the commit fails.
        Access? read = before;
        return await Optimistic.RunAsync(
            async () =>
            {
                var access = read ?? await store.ReadAsync<Access>(caller.UserId, Access.DocumentId, cancellation);
                read = null;
                return await TryChangeAsync(caller, access, before.PasswordHash!, hash);
            },
            cancellation);
    }

    /// <summary>
    /// Whether it is the user's password, for what must not happen by a stolen token alone; 422 for the field when it is not.
    /// After five wrong ones in a session it is 429, and after a hundred within the hour the right one has to wait as well: at most a
    /// minute, and only in that session.
    /// </summary>
    public async Task<Outcome<Done>> ConfirmAsync(
        Caller caller, string password, string field = "password", CancellationToken cancellation = default) =>
        (await VerifyAsync(caller, password, field, cancellation)).Problem is { } problem ? problem : default(Done);

    // A session waits for its own turns, so that a thief's do not come before those of another.
    private static Claimant Of(Caller caller) => Claimant.Of($"{caller.UserId} in {caller.SessionId}");

    private Task<Outcome<SomeDocuments>> VerifyAsync(Caller caller, string password, string field, CancellationToken cancellation) =>
        passwords.RunAsync<SomeDocuments>(
            Of(caller),
            async () =>
            {
                var who = Guesser.Of(caller.UserId, caller.SessionId);
                if (!(await guard.AdmitAsync(who, cancellation)).Succeeded(out var admission, out var wait))
                    return wait;
                if (admission.Found.Find<Access>() is not { PasswordHash: { } hash })
                    return NoPassword;
                if (passwords.Check(hash, password).Correct)
                {
                    await guard.SucceededAsync(admission);
                    return admission.Found;
                }

                return await guard.FailedAsync(who) ?? Problem.Invalid(field, "The password is wrong.");
            },
            cancellation: cancellation);

    private async Task<Outcome<Done>?> TryChangeAsync(Caller caller, Access? access, string oldHash, string newHash)
    {
        if (access?.PasswordHash != oldHash)
            return ChangedMeanwhile;
        var changed = access with { PasswordHash = newHash, Sessions = [.. access.Sessions.Where(session => session.Id == caller.SessionId)] };
        return (await WriteSet.ForUser(caller.UserId).Replace(changed).CommitAsync(store)).Succeeded ? default(Done) : null;
    }
}
