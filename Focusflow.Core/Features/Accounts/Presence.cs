using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Knows who still uses the service: <see cref="Access.SeenAt"/> says it to a day. What is planned for whoever has been away for
/// long rests, so that accounts nobody uses cost nothing; with the next request it is planned anew.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="followers">Features that plan for users.</param>
public sealed class Presence(IDocumentStore store, TimeProvider clock, IEnumerable<IReturning> followers)
{
    /// <summary>Without a request for so long, nothing is planned any more.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromDays(30);

    private static readonly TimeSpan Precision = TimeSpan.FromDays(1);

    private readonly IReturning[] followers = [.. followers];

    /// <summary>Whether a user has been away for long. Whose presence was never noted has not.</summary>
    public static bool IsAway(DateTimeOffset? seenAt, DateTimeOffset now) => now - seenAt >= Rest;

    /// <summary>
    /// Notes that a user is there: one commit a day and user, together with what a return brings back. It is never worth failing the
    /// request for: what does not succeed is tried again by the next one.
    /// </summary>
    public async Task NoteAsync(Access access, CancellationToken cancellation)
    {
        var now = clock.Now();
        if (now - access.SeenAt < Precision)
            return;
        try
        {
            var writes = WriteSet.ForUser(access.UserId).Replace(access with { SeenAt = now });
            if (IsAway(access.SeenAt, now))
            {
                foreach (var follower in followers)
                    await follower.AddWritesAsync(access.UserId, writes, cancellation);
            }

            await writes.CommitAsync(store);
        }
        catch (StoreUnavailableException)
        {
            // The request itself says what is the matter, if it needs the store.
        }
    }
}

/// <summary>A feature that plans for users: it plans anew for one who comes back after <see cref="Presence.Rest"/>.</summary>
public interface IReturning
{
    /// <summary>Adds its writes to the commit that notes the return.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="writes">The transaction, in the user's own partition. Never the access again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask AddWritesAsync(string userId, WriteSet writes, CancellationToken cancellation);
}
