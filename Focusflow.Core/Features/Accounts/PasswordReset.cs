using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A new password for a forgotten one, with the code as proof.</summary>
/// <param name="Email">The address.</param>
/// <param name="Code">Six digits, or the token of the link.</param>
/// <param name="NewPassword">The new password.</param>
public sealed record ResetPassword(EmailAddress Email, string Code, string NewPassword)
{
    /// <summary>Reads <c>{email, otp, new_password}</c>.</summary>
    public static Outcome<ResetPassword> Read(FieldReader fields)
    {
        var email = fields.Require("email", fields.Email("email"));
        var code = fields.Require("otp", fields.Code("otp"));
        var password = fields.Require("new_password", fields.NewPassword("new_password"));
        return fields.Problem is { } problem ? problem : new ResetPassword(email.Value!.Value, code.Value!, password.Value!);
    }
}

/// <summary>A way back for who has forgotten the password.</summary>
public sealed class PasswordReset(
    IDocumentStore store, AddressCodes codes, AccountFinder accounts, Passwords passwords, TimeProvider clock, IEnumerable<ISettingsChanged> followers)
{
    /// <summary>
    /// Has a code sent, if anybody has the address; the answer does not tell. Nor does it tell when too many were asked for: then
    /// nothing is sent, and the last one stays good.
    /// </summary>
    public async Task<Outcome<Done>> AskAsync(EmailAddress email, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var asked = await codes.AskAsync(AddressCodes.Reset, email, timers, cancellation);
        return asked.Problem?.Code == ProblemCodes.TooManyCodes ? default(Done) : asked;
    }

    /// <summary>
    /// Sets the new password, ends all sessions and has the user told. The code is spent in the commit that does so: of two resets
    /// with one code, one wins. A code that is right but comes with a password that is refused stays good.
    /// </summary>
    /// <param name="command">What was sent.</param>
    /// <param name="address">The network address, or null when it says nothing; who it is has to wait for a turn to hash.</param>
    /// <param name="timers">Orders the mail.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Outcome<Done>> ResetAsync(
        ResetPassword command, string? address, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var emailIds = command.Email.Spellings.Select(Identity.OfEmail).ToList();
        var userId = (await accounts.FindClaimAsync(emailIds, cancellation))?.UserId ?? AccountFinder.Nobody;
        if (KeyedRun.Current is not null && userId != AccountFinder.Nobody)
            KeyedRun.Concerns(userId);
        if (await codes.CheckAsync(AddressCodes.Reset, command.Email, command.Code, cancellation) is not { } code
            || await accounts.FindAsync(emailIds, cancellation) is not { } account)
        {
            return AddressCodes.Wrong("otp");
        }

        if (PasswordRules.Complaint(command.NewPassword, account.Email, account.Username, account.FullName) is { } complaint)
            return Problem.Invalid("new_password", $"new_password {complaint}");
        if (!(await passwords.HashAsync(Claimant.From(address), command.NewPassword, cancellation)).Succeeded(out var hash, out var problem))
            return problem;

        await timers.ScheduleAsync(new MailOrder(AccountMails.PasswordChanged, account.UserId, code.Code.Nonce), cancellation);
        var outcome = await Optimistic.RunAsync(() => TryResetAsync(account.UserId, emailIds, code, hash, timers, cancellation), cancellation);
        if (outcome.Problem is null)
            await codes.SpendAsync(code, CancellationToken.None);
        return outcome;
    }

    private async Task<Outcome<Done>?> TryResetAsync(
        string userId, List<string> emailIds, AddressCode code, string hash, IDurableTimers timers, CancellationToken cancellation)
    {
        var access = await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation);
        var account = await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation);
        if (access is null || account is null || !emailIds.Exists(account.SignsInWith) || access.SpentCode == code.Code.Nonce)
            return AddressCodes.Wrong("otp");
        var verified = account with { Verified = true, Settings = account.Settings with { EmailUndeliverable = false } };
        var writes = WriteSet.ForUser(userId)
            .Replace(access with { PasswordHash = hash, Sessions = [], SpentCode = code.Code.Nonce, SpentAt = clock.Now() })
            .Replace(verified);
        await followers.AddWritesAsync(account, verified, writes, timers, cancellation);
        return (await writes.CommitAsync(store)).Succeeded ? default(Done) : null;
    }
}
