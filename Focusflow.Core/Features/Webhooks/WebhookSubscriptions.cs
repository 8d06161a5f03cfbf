using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>Subscribing to notifications.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class WebhookSubscriptions(IDocumentStore store, TimeProvider clock)
{
    /// <summary>The most webhooks of one user.</summary>
    public const int MaxPerUser = 10;

    private static readonly Problem TooMany = new(ProblemCodes.WebhookLimitReached, $"You have {MaxPerUser} webhooks; delete one first.");

    /// <summary>All webhooks of a user.</summary>
    public async Task<IReadOnlyList<WebhookDocument>> ListAsync(string userId, CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(Containers.UserData, userId, WebhookDocument.KindName) { Limit = DocumentQuery.MaxLimit };
        return (await store.QueryAsync<WebhookDocument>(query, cancellation)).Documents;
    }

    /// <summary>
    /// Adds one; 409 when there are <see cref="MaxPerUser"/> already. The answer is the only one that holds the secret. It is
    /// counted again afterwards, and taken back when requests at the same time have gone over the limit together.
    /// </summary>
    public async Task<Outcome<WebhookDocument>> AddAsync(string userId, WebhookFields fields, CancellationToken cancellation = default)
    {
        if ((await ListAsync(userId, cancellation)).Count >= MaxPerUser)
            return TooMany;
        var now = clock.Now();
        var webhook = new WebhookDocument
        {
            Id = KeyedRun.NewId(now),
            UserId = userId,
            Url = fields.Url,
            Events = fields.Events,
            Secret = WebhookSignature.NewSecret(),
            CreatedAt = now,
        };
        if (KeyedRun.Current is not null && await store.ReadAsync<WebhookDocument>(userId, webhook.Id, cancellation) is { } begun)
            return begun; // by a try that was broken off after it
        var commit = await WriteSet.ForUser(userId).Create(webhook).CommitAsync(store);
        webhook = webhook with { ETag = commit.ETags[0] };
        var eldest = (await ListAsync(userId, CancellationToken.None)).OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal).Take(MaxPerUser);
        if (eldest.FirstOrDefault(one => one.Id == webhook.Id) is { } stored)
            return stored;
        await WriteSet.ForUser(userId).Delete(webhook).CommitAsync(store);
        return TooMany;
    }

    /// <summary>Switches one on again that was switched off; messages of the time between are not sent. 404 when there is none.</summary>
    public Task<Outcome<WebhookDocument>> EnableAsync(string userId, string id, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<WebhookDocument>(
            async () =>
            {
                if (await store.ReadAsync<WebhookDocument>(userId, id, cancellation) is not { } webhook)
                    return Problem.NotFound("Webhook");
                if (webhook.DisabledAt is null)
                    return webhook;
                var enabled = webhook with { DisabledAt = null };
                var commit = await WriteSet.ForUser(userId).Replace(enabled).CommitAsync(store);
                return commit.Succeeded ? (Outcome<WebhookDocument>?)(enabled with { ETag = commit.ETags[0] }) : null;
            },
            cancellation);

    /// <summary>
    /// Removes one; messages under way are dropped. 404 when there is none, 412 when it is not the version expected.
    /// </summary>
    public Task<Outcome<Done>> RemoveAsync(string userId, string id, ExpectedVersion expected, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<WebhookDocument>(userId, id, cancellation) is not { } webhook)
                    return Problem.NotFound("Webhook");
                if (!expected.Accepts(webhook.ETag))
                    return Problem.Stale;
                var writes = WriteSet.ForUser(userId).Delete(webhook);
                if (await store.ReadAsync<WebhookAttempts>(userId, WebhookAttempts.IdOf(id), cancellation) is { } attempts)
                    writes.Delete(attempts);
                var commit = await writes.CommitAsync(store);
                return commit.Succeeded ? new Done() : null;
            },
            cancellation);
}
