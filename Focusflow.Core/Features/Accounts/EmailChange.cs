using System.Buffers.Text;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A new address, with the code that was sent there.</summary>
/// <param name="NewEmail">The address.</param>
/// <param name="Code">Six digits, or the token of the link.</param>
public sealed record ChangeEmail(EmailAddress NewEmail, string Code)
{
    /// <summary>Reads <c>{new_email}</c>.</summary>
    public static Outcome<EmailAddress> ReadAddress(FieldReader fields)
    {
        var email = fields.Require("new_email", fields.Email("new_email"));
        return fields.Problem is { } problem ? problem : email.Value!.Value;
    }

    /// <summary>Reads <c>{new_email, verification_code}</c>.</summary>
    public static Outcome<ChangeEmail> Read(FieldReader fields)
    {
        var email = fields.Require("new_email", fields.Email("new_email"));
        var code = fields.Require("verification_code", fields.Code("verification_code"));
        return fields.Problem is { } problem ? problem : new ChangeEmail(email.Value!.Value, code.Value!);
    }
}

/// <summary>Gives an account another address, and the former one back.</summary>
public sealed class EmailChange(
    IDocumentStore store, IdentityClaims claims, AccountFinder accounts, CodeSecrets secrets, IMailSender mail, TimeProvider clock, IEnumerable<ISettingsChanged> followers)
{
    private static readonly Problem NoLonger = new(ProblemCodes.LinkExpired, "The link is not good any more. A change of the address can be taken back for a day.");
    private static readonly Problem Taken = new(ProblemCodes.EmailTaken, "An account with this e-mail address exists already.");

    /// <summary>Has a code sent to the new address; 429 when too many were asked for, 503 where no mail is sent.</summary>
    public Task<Outcome<Done>> AskAsync(Caller caller, EmailAddress email, IDurableTimers timers, CancellationToken cancellation = default) =>
        mail.CanSend
            ? Optimistic.RunAsync(() => TryAskAsync(caller.UserId, email, timers, cancellation), cancellation)
            : Task.FromResult<Outcome<Done>>(NoMail.Unavailable);

    /// <summary>Gives the account the new address, which is confirmed by that; both addresses are told. 409 when somebody has it.</summary>
    public async Task<Outcome<Account>> ChangeAsync(Caller caller, ChangeEmail command, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (await CheckAsync(caller.UserId, command, cancellation) is not { } request)
            return AddressCodes.Wrong("verification_code");
        return await Optimistic.RunAsync(() => TryChangeAsync(request, command.NewEmail, timers, cancellation), cancellation);
    }

    /// <summary>Whether the token of a link can still take a change back.</summary>
    public async Task<Outcome<Done>> LooksGoodAsync(string token, CancellationToken cancellation = default) =>
        await FindAsync(token, cancellation) is null ? NoLonger : default(Done);

    /// <summary>Takes changes back, to the address that the token of the link was sent to, and ends all sessions. 404 when it is too late.</summary>
    public Task<Outcome<Done>> TakeBackAsync(string token, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await FindAsync(token, cancellation) is not var (account, former))
                    return NoLonger;
                if (!(await claims.ClaimAsync(Identity.OfEmail(former.Email), account.UserId, cancellation)).Succeeded(out _, out _))
                    return Taken;
                var restored = account with
                {
                    Email = former.Email,
                    Verified = former.Verified,
                    FormerEmails = [.. account.FormerEmails.TakeWhile(one => one != former)],
                };
                var writes = WriteSet.ForUser(account.UserId).Replace(restored);
                if (await store.ReadAsync<Access>(account.UserId, Access.DocumentId, cancellation) is { } access)
                    writes.Replace(access with { Sessions = [] });
                return (await writes.CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);

    /// <summary>The token of the link that takes a change back.</summary>
    internal string TokenOf(string userId, FormerEmail former) =>
        Base64Url.EncodeToString(Guid.Parse(userId).ToByteArray()) + secrets.Token($"take back\n{userId}\n{former.Email}", former.Nonce);

    private async ValueTask<(Account Account, FormerEmail Former)?> FindAsync(string token, CancellationToken cancellation)
    {
        const int IdLength = 22;
        Span<byte> id = stackalloc byte[18];
        if (token.Length is <= IdLength or > 200 || !Base64Url.IsValid(token.AsSpan(0, IdLength)) || !Base64Url.TryDecodeFromChars(token.AsSpan(0, IdLength), id, out var length) || length != 16)
            return null;
        var userId = new Guid(id[..16]).ToString("D");
        if (await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { } account)
            return null;
        var former = account.FormerEmails.FirstOrDefault(one =>
            clock.GetUtcNow() < one.Until && secrets.IsToken($"take back\n{userId}\n{one.Email}", one.Nonce, token[IdLength..]));
        return former is null ? null : (account, former);
    }

    private async Task<EmailChangeRequest?> CheckAsync(string userId, ChangeEmail command, CancellationToken cancellation)
    {
        var outcome = await Optimistic.RunAsync<EmailChangeRequest>(
            async () =>
            {
                var now = clock.GetUtcNow();
                var request = await store.ReadAsync<EmailChangeRequest>(userId, EmailChangeRequest.DocumentId, cancellation);
                if (request is null || request.NewEmail != command.NewEmail.Text || now >= request.Code.ExpiresAt)
                    return AddressCodes.Wrong("verification_code");
                if (secrets.IsToken(request.About, request.Code.Nonce, command.Code)
                    || (request.Code.IsGood(now) && secrets.IsDigits(request.About, request.Code.Nonce, command.Code)))
                {
                    return request;
                }

                var counted = request with { Code = request.Code with { Tries = request.Code.Tries + 1 } };
                return (await WriteSet.ForUser(userId).Replace(counted).CommitAsync(store)).Succeeded ? (Outcome<EmailChangeRequest>?)AddressCodes.Wrong("verification_code") : null;
            },
            cancellation);
        return outcome.Succeeded(out var found, out _) ? found : null;
    }

    private async Task<Outcome<Done>?> TryAskAsync(string userId, EmailAddress email, IDurableTimers timers, CancellationToken cancellation)
    {
        var now = clock.Now();
        if (await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { } account)
            return Problem.NotFound("User");
        if (account.Email == email.Text)
            return Problem.Invalid("new_email", "new_email is the address of this account already.");
        var before = await store.ReadAsync<EmailChangeRequest>(userId, EmailChangeRequest.DocumentId, cancellation);
        var lately = (before?.Asked ?? []).Where(at => now - at < AddressCodes.Window).ToList();
        if (lately.Count >= AddressCodes.MostAsked)
        {
            return new Problem(ProblemCodes.TooManyCodes, "Too many codes were asked for. Look for the last one, or wait.")
            {
                RetryAfter = lately[0] + AddressCodes.Window - now,
            };
        }

        var code = new LiveCode(CodeSecrets.NewNonce(now, before?.Code.Nonce), now + LiveCode.Lifetime);
        await timers.ScheduleAsync(new MailOrder(AccountMails.Change, userId, code.Nonce), cancellation);
        var request = new EmailChangeRequest
        {
            Id = EmailChangeRequest.DocumentId,
            UserId = userId,
            NewEmail = email.Text,
            Code = code,
            Asked = [.. lately, now],
            ETag = before?.ETag ?? "",
        };
        return (await WriteSet.ForUser(userId).Put(request).CommitAsync(store)).Succeeded ? default(Done) : null;
    }

    private async Task<Outcome<Account>?> TryChangeAsync(
        EmailChangeRequest request, EmailAddress email, IDurableTimers timers, CancellationToken cancellation)
    {
        var now = clock.Now();
        var waiting = await store.ReadAsync<EmailChangeRequest>(request.UserId, EmailChangeRequest.DocumentId, cancellation);
        if (waiting?.Code.Nonce != request.Code.Nonce
            || await store.ReadAsync<Account>(request.UserId, Account.DocumentId, cancellation) is not { } account)
        {
            return AddressCodes.Wrong("verification_code");
        }

        var recent = account.FormerEmails.Where(former => now < former.Until).ToList();
        if (recent.Count >= FormerEmail.Most)
        {
            return new Problem(ProblemCodes.RateLimited, $"The address was changed {FormerEmail.Most} times within a day. Wait a while.")
            {
                RetryAfter = recent[0].Until - now,
            };
        }

        var holder = await accounts.FindAsync([.. email.Spellings.Select(Identity.OfEmail)], cancellation);
        if ((holder is not null && holder.UserId != account.UserId)
            || (await claims.ClaimAsync(Identity.OfEmail(email.Text), account.UserId, cancellation)).Problem is not null)
        {
            return Taken;
        }

        var changed = account with
        {
            Email = email.Text,
            Verified = true,
            Settings = account.Settings with { EmailUndeliverable = false },
            FormerEmails = account.Email.Length == 0
                ? recent
                : [.. recent, new FormerEmail(account.Email, account.Verified, now + FormerEmail.Grace, request.Code.Nonce)],
        };
        await timers.ScheduleAsync(new MailOrder(AccountMails.EmailChanged, account.UserId, request.Code.Nonce), cancellation);
        await timers.ScheduleAsync(new MailOrder(AccountMails.EmailNew, account.UserId, request.Code.Nonce), cancellation);
        var writes = WriteSet.ForUser(account.UserId).Replace(changed).Delete(waiting);
        await followers.AddWritesAsync(account, changed, writes, timers, cancellation);
        var commit = await writes.CommitAsync(store);
        return commit.Succeeded ? (Outcome<Account>?)(changed with { ETag = commit.ETags[0] }) : null;
    }
}
