using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

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

    /// <summary>When the changes up to there were read: what was made before has been seen as it was made.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Whether a notification may have been made after that, as far as clocks of several instances can tell.</summary>
    public bool IsOlderThan(NotificationDocument notification) => Checkpoint is null || ReadAt - StreamPosition.Overlap < notification.MadeAt;
}

/// <summary>Sets deliveries going.</summary>
public interface IWebhookDeliveries
{
    /// <summary>Starts the delivery of a message; one under way already stays.</summary>
    Task StartAsync(WebhookMessage message, CancellationToken cancellation);

    /// <summary>Whether the delivery of a message has been started, as far as is still known.</summary>
    Task<bool> IsStartedAsync(WebhookMessage message, CancellationToken cancellation);
}

/// <summary>
/// Hands new notifications to the webhooks that want them, by following what users' data becomes. A page counts as read
/// after all its deliveries are started, so a kill repeats messages but loses none (receivers know them by their id).
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="outlets">Other ways that notifications take, fed by the same reading.</param>
public sealed class WebhookDispatcher(IDocumentStore store, TimeProvider clock, IEnumerable<INotificationOutlet> outlets)
{
    private const int PageSize = 500;

    private readonly INotificationOutlet[] outlets = [.. outlets];

    /// <summary>Hands out everything that was told before the call.</summary>
    public async Task<Dispatched> DispatchAsync(
        IWebhookDeliveries deliveries, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var (started, each) = (0, new EachByItself("webhooks"));
        while (true)
        {
            var progress = await store.ReadAsync<WebhookProgress>(WebhookProgress.FixedId, WebhookProgress.FixedId, cancellation)
                ?? new WebhookProgress { Id = WebhookProgress.FixedId };
            var now = clock.Now();
            var page = await store.ReadChangesAsync(Containers.UserData, progress.Checkpoint, PageSize, cancellation);
            foreach (var user in page.Documents.Where(document => document.Kind == NotificationDocument.KindName).GroupBy(document => document.Partition))
                await each.TryAsync(WebhookDocument.KindName, async () => started += await HandOutAsync(user.Key, each.Read<NotificationDocument>(user), progress, each, deliveries, timers, cancellation));
            if (page.Checkpoint == progress.Checkpoint)
                return new Dispatched(started, each.SetAside);
            var commit = await new WriteSet(Containers.System, WebhookProgress.FixedId)
                .Put(progress with { Checkpoint = page.Checkpoint, ReadAt = now }).CommitAsync(store);

            // When another instance was faster, it has handed out the same page: leave the rest to it.
            if (!commit.Succeeded || !page.HasMore)
                return new Dispatched(started, each.SetAside);
        }
    }

    private async Task<int> HandOutAsync(
        string userId,
        IReadOnlyList<NotificationDocument> told,
        WebhookProgress before,
        EachByItself each,
        IWebhookDeliveries deliveries,
        IDurableTimers timers,
        CancellationToken cancellation)
    {
        // The feed shows the last state alone. One that is read was seen unread before, unless it was made since the last look.
        var news = told.Where(notification => !notification.Read || before.IsOlderThan(notification)).ToList();
        if (news.Count == 0)
            return 0;
        List<NotificationDocument> unread = [.. news.Where(notification => !notification.Read)];
        foreach (var outlet in outlets)
            await outlet.TakeAsync(userId, unread, timers, cancellation);
        var query = new DocumentQuery(Containers.UserData, userId, WebhookDocument.KindName) { Limit = WebhookSubscriptions.MaxPerUser };
        var webhooks = each.Read<WebhookDocument>((await store.QueryAsync(query, cancellation)).Documents);
        var messages = from webhook in webhooks
                       from notification in news
                       where webhook.Wants(notification)
                       select (new WebhookMessage(userId, webhook.Id, notification.Id), notification.Read);
        var started = 0;
        foreach (var (message, read) in messages)
        {
            if (read && await deliveries.IsStartedAsync(message, cancellation))
                continue;
            await deliveries.StartAsync(message, cancellation);
            started++;
        }

        return started;
    }
}

/// <summary>What was handed out.</summary>
/// <param name="Started">The number of deliveries started.</param>
/// <param name="SetAside">What could not be.</param>
public sealed record Dispatched(int Started, IReadOnlyList<SetAside> SetAside);

/// <summary>How the progress is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(WebhookProgress))]
internal sealed partial class WebhookProgressJson : JsonSerializerContext;
