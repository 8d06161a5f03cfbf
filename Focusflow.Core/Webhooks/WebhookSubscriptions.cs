using Focusflow.Core.Calendar;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;

namespace Focusflow.Core.Webhooks;

/// <summary>Subscribing to notifications.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class WebhookSubscriptions(IDocumentStore store, TimeProvider clock)
{
    /// <summary>The most webhooks of one user.</summary>
    public const int MaxPerUser = 10;

    /// <summary>All webhooks of a user.</summary>
    public async Task<IReadOnlyList<WebhookDocument>> ListAsync(string userId, CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(Containers.UserData, userId, WebhookDocument.KindName) { Limit = MaxPerUser };
        return (await store.QueryAsync<WebhookDocument>(query, cancellation)).Documents;
    }

    /// <summary>
    /// Adds one; 409 when there are <see cref="MaxPerUser"/> already. The answer is the only one that holds the secret.
    /// Ids are slots, so that two requests at once cannot go over the limit.
    /// </summary>
    public Task<Outcome<WebhookDocument>> AddAsync(string userId, WebhookFields fields, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<WebhookDocument>(
            async () =>
            {
                var taken = await ListAsync(userId, cancellation);
                if (taken.Count >= MaxPerUser)
                    return Problem.Conflict($"You have {MaxPerUser} webhooks; delete one first.");
                var slot = Enumerable.Range(0, MaxPerUser)
                    .Select(number => StableId.Of($"webhook:{userId}:{number}"))
                    .First(id => taken.All(webhook => webhook.Id != id));
                var webhook = new WebhookDocument
                {
                    Id = slot,
                    UserId = userId,
                    Url = fields.Url,
                    Events = fields.Events,
                    Secret = WebhookSignature.NewSecret(),
                    CreatedAt = clock.Now(),
                };
                var commit = await WriteSet.ForUser(userId).Create(webhook).CommitAsync(store, cancellation);
                if (commit.Succeeded)
                    return webhook;
                return null;
            },
            cancellation);

    /// <summary>Removes one; messages under way are dropped. 404 when there is none.</summary>
    public Task<Outcome<Done>> RemoveAsync(string userId, string id, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<WebhookDocument>(userId, id, cancellation) is not { } webhook)
                    return Problem.NotFound("Webhook");
                var commit = await WriteSet.ForUser(userId).Delete(webhook).CommitAsync(store, cancellation);
                return commit.Succeeded ? new Done() : null;
            },
            cancellation);
}
