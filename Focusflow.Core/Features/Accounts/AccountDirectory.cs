using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Tells for every request whether its session is alive, and the user's calendar. It reads one document per user and
/// <see cref="AccountsOptions.CacheLifetime"/>, so that ending a session ends its access tokens too, without a read per
/// request. What this process has written of an <see cref="Access"/> it hears of at once.
/// </summary>
public sealed class AccountDirectory : ILiveSessions
{
    private const int Capacity = 20_000;

    private readonly IDocumentStore store;
    private readonly TimeProvider clock;
    private readonly AccountsOptions options;
    private readonly Presence presence;
    private readonly BoundedCache<string, Entry> entries = new(Capacity);
    private readonly Stripe[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new Stripe())];

    /// <summary>A directory.</summary>
    /// <param name="store">The store.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">How long entries are believed.</param>
    /// <param name="presence">Is told who is there.</param>
    /// <param name="changes">Tells whose access was written.</param>
    public AccountDirectory(
        IDocumentStore store, TimeProvider clock, AccountsOptions options, Presence presence, AccessChanges changes)
    {
        this.store = store;
        this.clock = clock;
        this.options = options;
        this.presence = presence;
        changes.Changed += Forget;
    }

    /// <summary>The caller that a token speaks for, or null when the session was ended or the user is gone.</summary>
    public ValueTask<Caller?> FindAsync(TokenSubject subject, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        return entries.TryGet(subject.UserId, out var entry) && now < entry.BelievedUntil && entry.Find(subject, now) is { } caller
            ? new ValueTask<Caller?>(caller)
            : LoadAsync(subject, cancellation); // also when a session is missing: it may be newer than the entry
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsAliveAsync(string userId, string sessionId) =>
        await FindAsync(new TokenSubject(userId, sessionId, DateTimeOffset.MaxValue)) is not null;

    private void Forget(string userId)
    {
        var stripe = StripeOf(userId);
        lock (stripe)
        {
            stripe.Changes++;
            entries.Remove(userId);
        }
    }

    private async ValueTask<Caller?> LoadAsync(TokenSubject subject, CancellationToken cancellation)
    {
        var stripe = StripeOf(subject.UserId);
        var before = Volatile.Read(ref stripe.Changes);
        var access = await store.ReadAsync<Access>(subject.UserId, Access.DocumentId, cancellation);
        if (access is not { Active: true })
            return null;

        var now = clock.GetUtcNow();
        var entry = new Entry(access, now + options.CacheLifetime);
        lock (stripe)
        {
            // Not when somebody wrote meanwhile: what was read may be what was there before.
            if (stripe.Changes == before)
                entries.Set(subject.UserId, entry);
        }

        if (entry.Find(subject, now) is not { } caller)
            return null;
        await presence.NoteAsync(access, cancellation);
        return caller;
    }

    private Stripe StripeOf(string userId) => stripes[(uint)string.GetHashCode(userId, StringComparison.Ordinal) % stripes.Length];

    private sealed class Stripe
    {
        public long Changes;
    }

    private sealed class Entry
    {
        private readonly (Caller Caller, DateTimeOffset ExpiresAt)[] sessions;
        private readonly Caller withoutSession;

        public Entry(Access access, DateTimeOffset believedUntil)
        {
            BelievedUntil = believedUntil;
            var calendar = access.ToCalendar();
            withoutSession = new Caller(access.UserId, "", calendar);
            sessions = [.. access.Sessions.Select(session => (withoutSession with { SessionId = session.Id }, session.ExpiresAt))];
        }

        public DateTimeOffset BelievedUntil { get; }

        public Caller? Find(TokenSubject subject, DateTimeOffset now)
        {
            if (subject.SessionId.Length == 0)
                return withoutSession;
            foreach (var (caller, expiresAt) in sessions)
            {
                if (caller.SessionId == subject.SessionId)
                    return expiresAt > now ? caller : null;
            }

            return null;
        }
    }
}
