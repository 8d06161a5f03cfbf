using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Who enters a password, and what a wrong one counts against: a client that has proved the password before by itself and nothing
/// else, so that others' failures never keep a user out; one that is not known also slows all those of the account.
/// </summary>
/// <param name="UserId">Whose password it is to be; of an e-mail address that nobody has see <see cref="Stranger"/>.</param>
/// <param name="Client">The client at this account; a success clears it.</param>
/// <param name="Account">All clients of the account that are not known.</param>
/// <param name="Address">Where the client is, whatever the account.</param>
internal sealed record Guesser(string UserId, GuessTarget Client, GuessTarget? Account = null, GuessTarget? Address = null)
{
    /// <summary>
    /// What is read at once for a guess in the user's partition: what has failed, and what a right password opens. It takes one question,
    /// and the same one for an address that nobody has.
    /// </summary>
    public IReadOnlyList<string> Ids => [Access.DocumentId, Accounts.Account.DocumentId, .. Targets.Where(target => target.UserId == UserId).Select(target => target.Id)];

    /// <summary>What is read of the network address, which lies in a partition of its own; none when it is not known.</summary>
    public IReadOnlyList<string> IdsOfAddress => [.. Targets.Where(target => target.UserId != UserId).Select(target => target.Id)];

    /// <summary>All that a wrong password counts against; the account first, for it has the client wait longer.</summary>
    public IEnumerable<GuessTarget> Targets => new[] { Account, Client, Address }.OfType<GuessTarget>();

    /// <summary>Somebody who signs in.</summary>
    /// <param name="email">The e-mail address, whether or not anybody has it.</param>
    /// <param name="userId">The user who has it, or a stranger's id.</param>
    /// <param name="device">The device, if the user has signed in from it before.</param>
    /// <param name="address">The network address; null when it says nothing. Those without are one client.</param>
    public static Guesser Of(EmailAddress email, string userId, string? device, string? address)
    {
        if (device is not null)
            return Known("failed-device", userId, device);

        // However many addresses somebody guesses from, what is counted of them lies with the addresses, not with the one who is guessed at.
        var place = address is null ? null : StableId.Of($"sign-ins from {address}");
        return new(
            userId,
            new(place ?? userId, Identity.IdOf("failed-client", $"{email.Text}\n{address}"), LockOutRule.PerClient),
            new(userId, "failed-sign-ins", LockOutRule.PerAccount),
            place is null ? null : new(place, "failed-sign-ins", LockOutRule.PerAddress));
    }

    /// <summary>Somebody who confirms the password in a session: whoever has stolen its token keeps no other session from it.</summary>
    public static Guesser Of(string userId, string sessionId) => Known("failed-session", userId, sessionId);

    /// <summary>Under which id failures are counted of an e-mail address that nobody has: nobody's, and always the same.</summary>
    public static string Stranger(EmailAddress email) => StableId.Of($"sign-ins of {email.Text}");

    private static Guesser Known(string type, string userId, string client) =>
        new(userId, new GuessTarget(userId, Identity.IdOf(type, $"{userId}.{client}"), LockOutRule.PerKnown));
}

/// <summary>What guesses are counted against.</summary>
/// <param name="UserId">The partition of its <see cref="FailedSignIns"/>.</param>
/// <param name="Id">The id of them.</param>
/// <param name="Rule">What so many of them lead to.</param>
internal sealed record GuessTarget(string UserId, string Id, LockOutRule Rule)
{
    /// <summary>The failures so far, among what was read; null: none.</summary>
    public FailedSignIns? In(SomeDocuments found) =>
        found.All<FailedSignIns>().FirstOrDefault(failures => failures.Id == Id && failures.UserId == UserId);

    /// <summary>The failures with one more.</summary>
    /// <param name="before">Those so far.</param>
    /// <param name="now">The time.</param>
    /// <param name="brake">What the client waits in any case.</param>
    public FailedSignIns Fail(FailedSignIns? before, DateTimeOffset now, TimeSpan brake = default) =>
        Rule.Fail(before ?? new FailedSignIns { Id = Id, UserId = UserId }, now, brake);
}
