using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Whom something about an account is asked for.</summary>
/// <param name="Email">The address; null when a signed-in user's own is meant.</param>
public sealed record AskedAddress(EmailAddress? Email)
{
    /// <summary>Reads <c>{email}</c>.</summary>
    public static Outcome<AskedAddress> Read(FieldReader fields)
    {
        var email = fields.Require("email", fields.Email("email"));
        return fields.Problem is { } problem ? problem : new AskedAddress(email.Value);
    }

    /// <summary>Reads <c>{email?}</c>.</summary>
    public static Outcome<AskedAddress> ReadOptional(FieldReader fields)
    {
        var email = fields.Email("email", nullable: true);
        return fields.Problem is { } problem ? problem : new AskedAddress(email.Or(null));
    }
}

/// <summary>An address and the code that proves that mail to it is read.</summary>
/// <param name="Email">The address.</param>
/// <param name="Code">Six digits, or the token of the link.</param>
public sealed record VerifyEmail(EmailAddress Email, string Code)
{
    /// <summary>Reads <c>{email, otp}</c>.</summary>
    public static Outcome<VerifyEmail> Read(FieldReader fields)
    {
        var email = fields.Require("email", fields.Email("email"));
        var code = fields.Require("otp", fields.Code("otp"));
        return fields.Problem is { } problem ? problem : new VerifyEmail(email.Value!.Value, code.Value!);
    }
}

/// <summary>Confirms that users read the mail to their address.</summary>
public sealed class EmailVerification(IDocumentStore store, AddressCodes codes, AccountFinder accounts, IEnumerable<ISettingsChanged> followers)
{
    /// <summary>Has a code sent, if anybody has the address and it is not confirmed yet; the answer does not tell.</summary>
    public Task<Outcome<Done>> AskAsync(EmailAddress email, IDurableTimers timers, CancellationToken cancellation = default) =>
        codes.AskAsync(AddressCodes.Verify, email, timers, cancellation);

    /// <summary>The same for a signed-in user.</summary>
    public async Task<Outcome<Done>> AskAsync(Caller caller, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (await store.ReadAsync<Account>(caller.UserId, Account.DocumentId, cancellation) is not { } account)
            return Problem.NotFound("User");
        return EmailAddress.TryParse(account.Email, out var email)
            ? await AskAsync(email, timers, cancellation)
            : Problem.Invalid("email", "This account has no e-mail address.");
    }

    /// <summary>Confirms an address with its code; 422 when that is not good.</summary>
    public async Task<Outcome<Done>> VerifyAsync(VerifyEmail command, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (await codes.CheckAsync(AddressCodes.Verify, command.Email, command.Code, cancellation) is not { } code)
            return AddressCodes.Wrong("otp");
        var outcome = await Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await accounts.FindAsync(code.EmailIds, cancellation) is not { } account)
                    return AddressCodes.Wrong("otp");
                Foundation.Idempotency.KeyedRun.Concerns(account.UserId);
                var verified = account with { Verified = true, Settings = account.Settings with { EmailUndeliverable = false } };
                if (verified == account)
                    return default(Done);
                var writes = WriteSet.ForUser(account.UserId).Replace(verified);
                await followers.AddWritesAsync(account, verified, writes, timers, cancellation);
                return (await writes.CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);
        if (outcome.Problem is null)
            await codes.SpendAsync(code, CancellationToken.None);
        return outcome;
    }
}
