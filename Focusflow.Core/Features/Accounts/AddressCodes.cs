using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Asks for codes by mail, and checks them. What is done for an address does not depend on whether somebody has it.</summary>
/// <param name="store">The store.</param>
/// <param name="secrets">Makes codes.</param>
/// <param name="mail">Whether mail can be sent.</param>
/// <param name="clock">The clock.</param>
public sealed class AddressCodes(IDocumentStore store, CodeSecrets secrets, IMailSender mail, TimeProvider clock)
{
    /// <summary>The code confirms an address.</summary>
    public const string Verify = "verify";

    /// <summary>The code stands for a forgotten password.</summary>
    public const string Reset = "reset";

    /// <summary>How many codes may be asked for, of a purpose and an address, in <see cref="Window"/>.</summary>
    public const int MostAsked = 5;

    /// <summary>See <see cref="MostAsked"/>.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>422: wrong, expired, used, replaced by a later one, for another purpose or of somebody else.</summary>
    public static Problem Wrong(string field) => new(ProblemCodes.VerificationCodeWrong, WrongDetail)
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [WrongDetail] },
    };

    private const string WrongDetail = "The code is wrong or no longer good. Ask for a new one.";

    /// <summary>
    /// Has a code sent; one that was asked for before is good no more. 429 when too many were asked for under the address, 503
    /// where no mail is sent. One read, one order and one commit, whoever asks for whomever.
    /// </summary>
    public Task<Outcome<Done>> AskAsync(string purpose, EmailAddress email, IDurableTimers timers, CancellationToken cancellation = default) =>
        mail.CanSend
            ? AskAsync(purpose, email, KeyedRun.Current?.NextId(), timers, cancellation)
            : Task.FromResult<Outcome<Done>>(NoMail.Unavailable);

    /// <summary>
    /// The code that counts, when what was sent is it: the digits or the token of the link; null otherwise. Wrong digits are counted.
    /// </summary>
    internal async Task<AddressCode?> CheckAsync(string purpose, EmailAddress email, string sent, CancellationToken cancellation)
    {
        var id = AddressCode.IdOf(purpose, email);
        var outcome = await Optimistic.RunAsync<AddressCode>(
            async () =>
            {
                if (await store.ReadAsync<AddressCode>(id, id, cancellation) is not { } asked || clock.GetUtcNow() >= asked.Code.ExpiresAt)
                    return Wrong("otp");
                if (secrets.IsToken(id, asked.Code.Nonce, sent))
                    return asked;
                if (asked.Code.IsGood(clock.GetUtcNow()) && secrets.IsDigits(id, asked.Code.Nonce, sent))
                    return asked;
                var counted = asked with { Code = asked.Code with { Tries = asked.Code.Tries + 1 } };
                return (await new WriteSet(Containers.Identities, id).Replace(counted).CommitAsync(store)).Succeeded ? (Outcome<AddressCode>?)Wrong("otp") : null;
            },
            cancellation);
        return outcome.Succeeded(out var found, out _) ? found : null;
    }

    /// <summary>Makes a code that was used good no more.</summary>
    internal async Task SpendAsync(AddressCode code, CancellationToken cancellation) =>
        await Optimistic.RunAsync<Done>(
            async () =>
            {
                // What was asked for under the address still counts, so it is not simply deleted.
                if (await store.ReadAsync<AddressCode>(code.Id, code.Id, cancellation) is not { } now || now.Code.Nonce != code.Code.Nonce)
                    return default(Done);
                var spent = now with { Code = now.Code with { ExpiresAt = DateTimeOffset.UnixEpoch } };
                return (await new WriteSet(Containers.Identities, code.Id).Replace(spent).CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);

    /// <summary>The ids under which codes of an account may be.</summary>
    internal static IReadOnlyList<string> IdsOf(Account account) =>
        EmailAddress.TryParse(account.Email, out var email) ? [AddressCode.IdOf(Verify, email), AddressCode.IdOf(Reset, email)] : [];

    private Task<Outcome<Done>> AskAsync(string purpose, EmailAddress email, string? by, IDurableTimers timers, CancellationToken cancellation) =>
        Optimistic.RunAsync(() => TryAskAsync(purpose, email, by, timers, cancellation), cancellation);

    private async Task<Outcome<Done>?> TryAskAsync(
        string purpose, EmailAddress email, string? by, IDurableTimers timers, CancellationToken cancellation)
    {
        var (now, id) = (clock.Now(), AddressCode.IdOf(purpose, email));
        var before = await store.ReadAsync<AddressCode>(id, id, cancellation);
        if (by is not null && before?.Code.AskedBy == by)
            return default(Done); // by a try whose answer was lost
        var lately = (before?.Asked ?? []).Where(at => now - at < Window).ToList();
        if (lately.Count >= MostAsked)
        {
            return new Problem(ProblemCodes.TooManyCodes, "Too many codes were asked for under this address. Look for the last one, or wait.")
            {
                RetryAfter = lately[0] + Window - now,
            };
        }

        var code = new LiveCode(CodeSecrets.NewNonce(now, before?.Code.Nonce), now + LiveCode.Lifetime) { AskedBy = by };
        await timers.ScheduleAsync(new MailOrder(purpose, id, code.Nonce), cancellation);
        var asked = new AddressCode
        {
            Id = id,
            EmailIds = [.. email.Spellings.Select(Identity.OfEmail)],
            Code = code,
            Asked = [.. lately, now],
            ETag = before?.ETag ?? "",
        };
        return (await new WriteSet(Containers.Identities, id).Put(asked).CommitAsync(store)).Succeeded ? default(Done) : null;
    }
}
