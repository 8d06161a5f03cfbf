using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Who wants to register.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Password">The password.</param>
/// <param name="Username">The username wanted, or null to have one made of the e-mail address.</param>
/// <param name="AvatarUrl">The avatar wanted; empty for none.</param>
public sealed record Register(string Name, EmailAddress Email, string Password, string? Username, string AvatarUrl)
{
    /// <summary>The client's network address, or null when it is not known for sure.</summary>
    public string? Address { get; init; }

    /// <summary>The mark of the client's device (see <see cref="DeviceMarks"/>), or null when it has none.</summary>
    public string? Device { get; init; }

    /// <summary>What the client says about itself (<c>User-Agent</c>), or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Reads <c>{name, email, password, username?, avatar_url?}</c>.</summary>
    public static Outcome<Register> Read(FieldReader fields)
    {
        var name = fields.Require("name", fields.Name("name", nullable: false));
        var email = fields.Require("email", fields.Text("email", EmailAddress.MaxLength, nullable: false));
        var password = fields.Require("password", fields.NewPassword("password"));
        var username = fields.Username("username", nullable: true);
        var avatar = fields.AvatarUrl("avatar_url");
        var chosen = "";
        if (avatar is { IsSet: true, Value: { } url } && DataUrl.Is(url))
            fields.Fail("avatar_url", "avatar_url can hold a picture once there is an account; send it then.");
        else if (fields.Problem is null && avatar.IsSet && !Avatars.Choose(avatar.Value, "").Succeeded(out chosen, out var foreign))
            fields.Fail("avatar_url", foreign.Detail);
        var address = default(EmailAddress);
        if (email is { IsSet: true, Value: { } text } && !EmailAddress.TryParse(text, out address))
            fields.Fail("email", "email must be an e-mail address such as ann@example.com.");
        else if (password is { IsSet: true, Value: { } secret } && PasswordRules.Complaint(secret, email.Or(null), name.Or(null), username.Or(null)) is { } complaint)
            fields.Fail("password", $"password {complaint}");
        return fields.Problem is { } problem ? problem : new Register(name.Value!, address, password.Value!, username.Or(null), chosen!);
    }
}

/// <summary>Registers users.</summary>
public sealed class Registration(
    IDocumentStore store,
    Passwords passwords,
    IdentityClaims claims,
    AccountCreation creation,
    DeviceMarks devices,
    Sessions sessions,
    TimeProvider clock)
{
    private static readonly Problem EmailTaken = new(ProblemCodes.EmailTaken, "An account with this e-mail address exists already.");

    /// <summary>
    /// Registers a user and starts the first session. Crash-safe without a transaction over partitions: first the names are
    /// claimed, then the account is written; claims that no account confirms can be taken over by the next who comes.
    /// </summary>
    public async Task<Outcome<SignedIn>> RegisterAsync(
        Register command, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var emailId = Identity.OfEmail(command.Email.Text);
        var userId = await NewUserIdAsync(cancellation);
        foreach (var spelling in command.Email.Spellings)
        {
            if (await HolderOfAsync(Identity.OfEmail(spelling), cancellation) is not { } holder)
                continue;
            if (holder == userId)
                await RepeatAsync(userId, command, cancellation);
            return EmailTaken; // before the expensive part; the claim decides
        }

        if (!(await passwords.HashAsync(Claimant.From(command.Address), command.Password, cancellation)).Succeeded(out var hash, out var problem))
            return problem;

        // From the first claim on it goes to its end: half a registration is in the way of the next.
        cancellation = CancellationToken.None;
        var now = clock.Now();
        if (!(await claims.ClaimAsync(emailId, userId, cancellation)).Succeeded(out var claim, out _))
            return EmailTaken;

        KeyedRun.Concerns(userId);
        var (session, tokens) = sessions.Start(userId, command.UserAgent);
        var settings = new UserSettings();
        var account = new Account
        {
            Id = Account.DocumentId,
            UserId = userId,
            Username = command.Username ?? command.Email.LocalPart,
            Email = command.Email.Text,
            FullName = command.Name,
            AvatarUrl = command.AvatarUrl,
            CreatedAt = now,
            Settings = settings,
        };
        var access = new Access { Id = Access.DocumentId, UserId = userId, PasswordHash = hash, SeenAt = now, Timezone = settings.Timezone }
            .WithCalendarOf(settings);
        var created = await creation.CreateAsync(account, sessions.Add(access, session), command.Username is null, timers, cancellation);
        if (created.Succeeded(out var stored, out problem))
            return new SignedIn(stored, tokens) { Device = devices.Add(command.Device, userId) };
        if (problem == AccountCreation.AlreadyThere)
            return EmailTaken; // somebody took the claim over while this took its time
        await claims.ReleaseAsync(claim);
        return problem;
    }

    private async Task<string?> HolderOfAsync(string emailId, CancellationToken cancellation) =>
        await store.ReadAsync<Identity>(emailId, emailId, cancellation) is { } claim
        && await store.ReadAsync<Account>(claim.UserId, Account.DocumentId, cancellation) is { } account
        && account.Confirms(emailId, clock.GetUtcNow())
            ? claim.UserId
            : null;

    /// <summary>
    /// The id of the new user. It follows from the <c>Idempotency-Key</c>, if there is one, so that a second try finds the claims
    /// of the first to be its own; where somebody has put an end to the first, there is another.
    /// </summary>
    private async Task<string> NewUserIdAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var id = KeyedRun.NewId(clock.Now());
            if (KeyedRun.Current is null || await store.ReadAsync<AbandonedAccount>(id, Account.DocumentId, cancellation) is null)
                return id;
        }
    }

    /// <summary>Has the first answer given again, unless the password is another one by now.</summary>
    private async Task RepeatAsync(string userId, Register command, CancellationToken cancellation)
    {
        if (KeyedRun.Current is not { } run
            || await run.FindAsync(store, userId, cancellation) is not { } kept
            || await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation) is not { } access)
        {
            return;
        }

        var check = await passwords.RunAsync(
            Claimant.From(command.Address),
            () => Task.FromResult<Outcome<bool>>(passwords.Check(access.PasswordHash, command.Password).Correct),
            cancellation: cancellation);
        if (check.Succeeded(out var isCorrect, out _) && isCorrect)
            run.Repeat(kept);
    }
}
