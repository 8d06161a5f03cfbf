using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Writes the mails about accounts. They are always sent, whatever the settings say.</summary>
public sealed class AccountMails(
    IDocumentStore store, AccountFinder accounts, CodeSecrets secrets, EmailChange changes, MailOptions options, TimeProvider clock) : IMailComposer
{
    /// <summary>A code for the address of somebody who has just registered.</summary>
    public const string Welcome = "welcome";

    /// <summary>A code for a new address.</summary>
    public const string Change = "change";

    /// <summary>That the password was set anew.</summary>
    public const string PasswordChanged = "password_changed";

    /// <summary>That the account has another address, for the former one.</summary>
    public const string EmailChanged = "email_changed";

    /// <summary>The same for the new one.</summary>
    public const string EmailNew = "email_new";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } =
        [Welcome, AddressCodes.Verify, AddressCodes.Reset, Change, PasswordChanged, EmailChanged, EmailNew];

    /// <inheritdoc/>
    public Task<Composition> ComposeAsync(MailOrder order, CancellationToken cancellation) => order.Kind switch
    {
        Welcome => WelcomeAsync(order, cancellation),
        AddressCodes.Verify or AddressCodes.Reset => CodeAsync(order, order.Person, order.Cause, cancellation),
        Change => ChangeCodeAsync(order, cancellation),
        _ => NoticeAsync(order, cancellation),
    };

    /// <inheritdoc/>
    public async Task SettleAsync(MailOrder order, MailResult result, CancellationToken cancellation)
    {
        if (order.Kind == Change)
        {
            // A refused new address is no reason to doubt the present one.
            await MarkSentAsync(order, cancellation);
            return;
        }

        if (result == MailResult.Refused)
            await RefuseAsync(order, cancellation);
        else if (CodeIdOf(order) is { } id)
            await MarkSentAsync(id, order.Cause, cancellation);
    }

    private static string? CodeIdOf(MailOrder order) => order.Kind is AddressCodes.Verify or AddressCodes.Reset ? order.Person : null;

    private async Task<Composition> WelcomeAsync(MailOrder order, CancellationToken cancellation)
    {
        if (await store.ReadAsync<Account>(order.Person, Account.DocumentId, cancellation) is not { } account)
            return Composition.NotYet;
        if (account.Verified || !EmailAddress.TryParse(account.Email, out var email))
            return Composition.Nothing;

        // The code is asked for here, so that registering writes nothing more; what was asked for meanwhile goes before.
        var (id, now) = (AddressCode.IdOf(AddressCodes.Verify, email), clock.Now());
        var nonce = $"{account.CreatedAt.UtcTicks:x16}{account.UserId}";
        if (await store.ReadAsync<AddressCode>(id, id, cancellation) is null)
        {
            var asked = new AddressCode
            {
                Id = id,
                EmailIds = [.. email.Spellings.Select(Identity.OfEmail)],
                Code = new LiveCode(nonce, now + LiveCode.Lifetime),
                Asked = [now],
            };
            await new WriteSet(Containers.Identities, id).Create(asked).CommitAsync(store);
        }

        return await CodeAsync(order with { Kind = AddressCodes.Verify }, id, nonce, cancellation);
    }

    private async Task<Composition> CodeAsync(MailOrder order, string id, string nonce, CancellationToken cancellation)
    {
        var asked = await store.ReadAsync<AddressCode>(id, id, cancellation);
        if (asked is null || string.CompareOrdinal(asked.Code.Nonce, nonce) < 0)
            return Composition.NotYet;
        if (asked.Code.Nonce != nonce || asked.Code is { SentAt: not null } or { Tries: >= LiveCode.MostTries } || asked.Code.ExpiresAt == DateTimeOffset.UnixEpoch)
            return Composition.Nothing;
        if (await accounts.FindAsync(asked.EmailIds, cancellation) is not { } account || (order.Kind == AddressCodes.Verify && account.Verified))
            return Composition.Nothing;

        // A mail that could not be sent for an hour still brings ten good minutes.
        if (!await RenewAsync(id, nonce, cancellation))
            return Composition.NotYet;
        return Code(order, account, account.Email, id, nonce, order.Kind == AddressCodes.Reset ? "reset-password" : "verify-email");
    }

    private async Task<Composition> ChangeCodeAsync(MailOrder order, CancellationToken cancellation)
    {
        var request = await store.ReadAsync<EmailChangeRequest>(order.Person, EmailChangeRequest.DocumentId, cancellation);
        if (request is null || string.CompareOrdinal(request.Code.Nonce, order.Cause) < 0)
            return Composition.NotYet;
        if (request.Code.Nonce != order.Cause || request.Code.SentAt is not null
            || await store.ReadAsync<Account>(order.Person, Account.DocumentId, cancellation) is not { } account
            || !EmailAddress.TryParse(request.NewEmail, out var email))
        {
            return Composition.Nothing;
        }

        // Whoever has the address already is told; the one who asked is not.
        if (await accounts.FindAsync([.. email.Spellings.Select(Identity.OfEmail)], cancellation) is not null)
        {
            return new Composition(MailTemplates.Write(
                order with { Kind = "taken" }, request.NewEmail, "notice", new Dictionary<string, object?>(StringComparer.Ordinal) { ["address"] = request.NewEmail }));
        }

        var renewed = request with { Code = request.Code with { ExpiresAt = clock.Now() + LiveCode.Lifetime } };
        return (await WriteSet.ForUser(order.Person).Replace(renewed).CommitAsync(store)).Succeeded
            ? Code(order, account, request.NewEmail, request.About, request.Code.Nonce, "change-email")
            : Composition.NotYet;
    }

    private async Task<Composition> NoticeAsync(MailOrder order, CancellationToken cancellation)
    {
        if (await store.ReadAsync<Account>(order.Person, Account.DocumentId, cancellation) is not { } account)
            return Composition.Nothing;
        if (order.Kind == PasswordChanged)
        {
            var access = await store.ReadAsync<Access>(order.Person, Access.DocumentId, cancellation);
            return access?.SpentCode == order.Cause ? Notice(order, account, account.Email, access.SpentAt, null) : Composition.NotYet;
        }

        // Until the change is committed, or when it was taken back, there is no former address of that nonce.
        if (account.FormerEmails.FirstOrDefault(one => one.Nonce == order.Cause) is not { } former)
            return Composition.NotYet;
        return order.Kind == EmailNew
            ? Notice(order, account, account.Email, former.ChangedAt, null)
            : Notice(order, account, former.Email, former.ChangedAt, options.ApiPage("auth/restore-email", ("token", changes.TokenOf(account.UserId, former))));
    }

    private Composition Code(MailOrder order, Account account, string to, string about, string nonce, string page) => new(MailTemplates.Write(
        order,
        to,
        "code",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = account.Name,
            ["address"] = to,
            ["code"] = secrets.Digits(about, nonce),
            ["link"] = options.FrontendPage(page, ("email", to), ("otp", secrets.Token(about, nonce)))?.AbsoluteUri,
        }));

    /// <summary>Tells of what happened at a time, which is not known of what an earlier version did.</summary>
    private static Composition Notice(MailOrder order, Account account, string to, DateTimeOffset? when, Uri? link)
    {
        var (style, calendar) = (account.Settings.ToTimeStyle(), account.Settings.ToCalendar());
        return new(MailTemplates.Write(
            order,
            to,
            "notice",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = account.Name,
                ["address"] = account.Email,
                ["when"] = when is { } at ? $"{style.Moment(at, calendar)} ({calendar.Zone.Id})" : null,
                ["until"] = when is { } changed ? style.Moment(changed + FormerEmail.Grace, calendar) : null,
                ["link"] = link?.AbsoluteUri,
            }));
    }

    private async Task<bool> RenewAsync(string id, string nonce, CancellationToken cancellation)
    {
        var renewed = await Optimistic.RunAsync<bool>(
            async () =>
            {
                if (await store.ReadAsync<AddressCode>(id, id, cancellation) is not { } asked || asked.Code.Nonce != nonce)
                    return false;
                var later = asked with { Code = asked.Code with { ExpiresAt = clock.Now() + LiveCode.Lifetime } };
                return (await new WriteSet(Containers.Identities, id).Replace(later).CommitAsync(store)).Succeeded ? true : null;
            },
            cancellation);
        return renewed is { Problem: null, Value: true };
    }

    private async Task MarkSentAsync(string id, string nonce, CancellationToken cancellation) =>
        await Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<AddressCode>(id, id, cancellation) is not { Code.SentAt: null } asked || asked.Code.Nonce != nonce)
                    return default(Done); // another code was asked for while this one was on its way
                var sent = asked with { Code = asked.Code with { SentAt = clock.Now() } };
                return (await new WriteSet(Containers.Identities, id).Replace(sent).CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);

    private async Task MarkSentAsync(MailOrder order, CancellationToken cancellation) =>
        await Optimistic.RunAsync<Done>(
            async () =>
            {
                var request = await store.ReadAsync<EmailChangeRequest>(order.Person, EmailChangeRequest.DocumentId, cancellation);
                if (request is not { Code.SentAt: null } || request.Code.Nonce != order.Cause)
                    return default(Done);
                var sent = request with { Code = request.Code with { SentAt = clock.Now() } };
                return (await WriteSet.ForUser(order.Person).Replace(sent).CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);

    private async Task RefuseAsync(MailOrder order, CancellationToken cancellation)
    {
        var userId = order.Person;
        if (CodeIdOf(order) is { } id)
            userId = await store.ReadAsync<AddressCode>(id, id, cancellation) is { } asked ? (await accounts.FindAsync(asked.EmailIds, cancellation))?.UserId : null;
        if (userId is not null && order.Kind != EmailChanged)
            await Undeliverable.NoteAsync(store, userId, cancellation);
    }
}

/// <summary>Orders the mail with the code for the address of somebody who registers.</summary>
/// <param name="mail">Whether mail can be sent.</param>
public sealed class WelcomeMail(IMailSender mail) : ISettingsChanged
{
    /// <inheritdoc/>
    public async ValueTask AddWritesAsync(
        Account? before, Account after, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation)
    {
        if (before is null && timers is not null && mail.CanSend && after is { Verified: false, Email.Length: > 0 })
            await timers.ScheduleAsync(new MailOrder(AccountMails.Welcome, after.UserId, "registered"), cancellation);
    }
}

/// <summary>Notes that a mail server refuses a user's address.</summary>
public static class Undeliverable
{
    /// <summary>Notes it, once.</summary>
    public static Task NoteAsync(IDocumentStore store, string userId, CancellationToken cancellation) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { Settings.EmailUndeliverable: false } account)
                    return default(Done);
                var noted = account with { Settings = account.Settings with { EmailUndeliverable = true } };
                return (await WriteSet.ForUser(userId).Replace(noted).CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);
}
