namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Who enters a password, and what a wrong one counts against: a client that has proved the password before by itself and nothing
/// else, so that others' failures never keep a user out; one that is not known also slows all those of the account.
/// </summary>
/// <param name="Client">The client at this account; a success clears it.</param>
/// <param name="Account">All clients of the account that are not known.</param>
/// <param name="Address">Where the client is, whatever the account.</param>
internal sealed record Guesser(GuessTarget Client, GuessTarget? Account = null, GuessTarget? Address = null)
{
    /// <summary>Somebody who signs in.</summary>
    /// <param name="email">The e-mail address, whether or not anybody has it.</param>
    /// <param name="userId">The user who has it, or nobody's id.</param>
    /// <param name="device">The device, if the user has signed in from it before.</param>
    /// <param name="address">The network address; null when it says nothing. Those without are one client.</param>
    public static Guesser Of(EmailAddress email, string userId, string? device, string? address) =>
        device is not null
            ? Known("failed-device", userId, device)
            : new(
                new(Identity.IdOf("failed-client", $"{email.Text}\n{address}"), LockOutRule.PerClient),
                AccountOf(email),
                address is null ? null : new(Identity.IdOf("failed-address", address), LockOutRule.PerAddress));

    /// <summary>Somebody who confirms the password in a session: whoever has stolen its token keeps no other session from it.</summary>
    public static Guesser Of(string userId, string sessionId) => Known("failed-session", userId, sessionId);

    /// <summary>What all clients of an account count against that are not known.</summary>
    public static GuessTarget AccountOf(EmailAddress email) => new(Identity.IdOf("failed-email", email.Text), LockOutRule.PerAccount);

    private static Guesser Known(string type, string userId, string client) =>
        new(new GuessTarget(Identity.IdOf(type, $"{userId}.{client}"), LockOutRule.PerKnown));
}

/// <summary>What guesses are counted against.</summary>
/// <param name="Id">The id of its <see cref="FailedSignIns"/>.</param>
/// <param name="Rule">What so many of them lead to.</param>
internal sealed record GuessTarget(string Id, LockOutRule Rule);
