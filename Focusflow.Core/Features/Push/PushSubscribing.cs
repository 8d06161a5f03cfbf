using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Push;

/// <summary>Subscribing browsers to notifications. What is good for nothing any more goes with the next change.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The service's own key.</param>
/// <param name="clock">The server's clock.</param>
public sealed class PushSubscribing(IDocumentStore store, PushOptions options, TimeProvider clock)
{
    private static readonly Problem TooMany = new(
        ProblemCodes.PushSubscriptionLimitReached, $"You have {PushSubscriptions.Most} browsers subscribed; end one of those subscriptions first.");

    private static readonly Problem Unavailable = new(
        ProblemCodes.PushUnavailable, "This service sends no pushes: it has no key for them. Ask whoever runs it.") { RetryAfter = TimeSpan.FromHours(1) };

    /// <summary>The public key that a browser is to be told when it subscribes, 65 bytes in base64url; 503 when there is none.</summary>
    public Outcome<string> Key => options.Key is { } key ? key.Public : Unavailable;

    /// <summary>All of a user's that are good for something, the oldest first.</summary>
    public async Task<IReadOnlyList<PushSubscription>> ListAsync(string userId, CancellationToken cancellation = default) =>
        (await ReadAsync(userId, cancellation)).Subscriptions;

    /// <summary>Adds one, or replaces that of the same browser; 409 when there are <see cref="PushSubscriptions.Most"/> others.</summary>
    public Task<Outcome<PushSubscription>> AddAsync(Caller caller, PushFields fields, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<PushSubscription>(
            async () =>
            {
                if (options.Key is not { } key)
                    return Unavailable;
                var id = StableId.Of($"push:{caller.UserId}:{fields.Endpoint}");
                var subscription = new PushSubscription(id, fields.Endpoint, fields.P256dh, fields.Auth, key.Public, caller.SessionId, clock.Now())
                {
                    ExpiresAt = fields.ExpiresAt,
                };
                var after = (await ReadAsync(caller.UserId, cancellation)).With(subscription);
                if (after.Subscriptions.Count > PushSubscriptions.Most)
                    return TooMany;
                var commit = await WriteSet.ForUser(caller.UserId).Put(after).CommitAsync(store);
                return commit.Succeeded ? (Outcome<PushSubscription>?)after.Find(id)! : null;
            },
            cancellation);

    /// <summary>Removes one; 404 when there is none. What is on its way is dropped.</summary>
    public Task<Outcome<Done>> RemoveAsync(string userId, string id, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                var before = await ReadAsync(userId, cancellation);
                if (before.Find(id) is null)
                    return Problem.NotFound("Push subscription");
                return (await WriteSet.ForUser(userId).Put(before.Without(id)).CommitAsync(store)).Succeeded ? default(Done) : null;
            },
            cancellation);

    private async Task<PushSubscriptions> ReadAsync(string userId, CancellationToken cancellation)
    {
        if (await store.ReadAsync<PushSubscriptions>(userId, PushSubscriptions.DocumentId, cancellation) is not { } kept)
            return new PushSubscriptions { Id = PushSubscriptions.DocumentId, UserId = userId };
        return kept.Live(await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation), options.Key?.Public ?? "", clock.GetUtcNow());
    }
}
