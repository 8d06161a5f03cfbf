using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>How far the notifications have been handed out.</summary>
public sealed record WebhookProgress : Document, IDocument<WebhookProgress>
{
    /// <summary>The id of the only one.</summary>
    public const string FixedId = "webhook-progress";

    /// <inheritdoc/>
    public static string KindName => "webhookProgress";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.System;

    /// <inheritdoc/>
    public static JsonTypeInfo<WebhookProgress> JsonType => WebhookProgressJson.Default.WebhookProgress;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The checkpoint of the change feed; null at the beginning.</summary>
    public string? Checkpoint { get; init; }
}

/// <summary>Sets deliveries going.</summary>
public interface IWebhookDeliveries
{
    /// <summary>Starts the delivery of a message; one under way already stays.</summary>
    Task StartAsync(WebhookMessage message, CancellationToken cancellation);
}

/// <summary>
/// Hands new notifications to the webhooks that want them, by following what users' data becomes. A page counts as read
/// after all its deliveries are started, so a kill repeats messages but loses none (receivers know them by their id).
/// </summary>
/// <param name="store">The store.</param>
public sealed class WebhookDispatcher(IDocumentStore store)
{
    private const int PageSize = 500;

    /// <summary>Hands out everything that was told before the call; gives the number of deliveries started.</summary>
    public async Task<int> DispatchAsync(IWebhookDeliveries deliveries, CancellationToken cancellation = default)
    {
        var started = 0;
        while (true)
        {
            var progress = await store.ReadAsync<WebhookProgress>(WebhookProgress.FixedId, WebhookProgress.FixedId, cancellation)
                ?? new WebhookProgress { Id = WebhookProgress.FixedId };
            var page = await store.ReadChangesAsync(Containers.UserData, progress.Checkpoint, PageSize, cancellation);
            started += await HandOutAsync(page.Documents, deliveries, cancellation);
            if (page.Checkpoint == progress.Checkpoint)
                return started;
            var commit = await new WriteSet(Containers.System, WebhookProgress.FixedId)
                .Put(progress with { Checkpoint = page.Checkpoint }).CommitAsync(store);

            // When another instance was faster, it has handed out the same page: leave the rest to it.
            if (!commit.Succeeded || !page.HasMore)
                return started;
        }
    }

    private async Task<int> HandOutAsync(IReadOnlyList<StoredDocument> changed, IWebhookDeliveries deliveries, CancellationToken cancellation)
    {
        var started = 0;
        foreach (var user in changed.Where(document => document.Kind == NotificationDocument.KindName).GroupBy(document => document.Partition))
        {
            var notifications = user.Select(document => document.As<NotificationDocument>()).Where(notification => !notification.Read).ToList();
            if (notifications.Count == 0)
                continue;
            var query = new DocumentQuery(Containers.UserData, user.Key, WebhookDocument.KindName) { Limit = WebhookSubscriptions.MaxPerUser };
            var (webhooks, _) = await store.QueryAsync<WebhookDocument>(query, cancellation);
            foreach (var (webhook, notification) in
                from webhook in webhooks
                from notification in notifications
                where webhook.Wants(notification)
                select (webhook, notification))
            {
                await deliveries.StartAsync(new WebhookMessage(user.Key, webhook.Id, notification.Id), cancellation);
                started++;
            }
        }

        return started;
    }
}

/// <summary>How the progress is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookProgress))]
internal sealed partial class WebhookProgressJson : JsonSerializerContext;
