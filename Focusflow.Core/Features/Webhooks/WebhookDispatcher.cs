using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>How far an earlier version had handed out the notifications; now a <see cref="FollowedRange"/> knows.</summary>
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
    private readonly INotificationOutlet[] outlets = [.. outlets];

    /// <summary>Reads the feed.</summary>
    public FeedFollower Feed { get; } = new(store, clock, new Follower("webhooks") { Earlier = cancellation => ReadEarlierAsync(store, cancellation) });

    /// <summary>Hands out what was told since the last look, unless several ranges are to be read.</summary>
    public Task<Dispatched> DispatchAsync(IWebhookDeliveries deliveries, IDurableTimers timers, CancellationToken cancellation = default) =>
        RunAsync(apply => Feed.LookAsync(apply, cancellation), deliveries, timers);

    /// <summary>Hands out what was told in a range.</summary>
    public Task<Dispatched> DispatchRangeAsync(
        string range, IWebhookDeliveries deliveries, IDurableTimers timers, CancellationToken cancellation = default) =>
        RunAsync(apply => Feed.FollowRangeAsync(range, apply, cancellation), deliveries, timers);

    private static async Task<(string? Checkpoint, DateTimeOffset? ReadAt)> ReadEarlierAsync(IDocumentStore store, CancellationToken cancellation)
    {
        var earlier = await store.ReadAsync<WebhookProgress>(WebhookProgress.FixedId, WebhookProgress.FixedId, cancellation);
        return (earlier?.Checkpoint, earlier?.ReadAt);
    }

    private async Task<Dispatched> RunAsync(
        Func<ApplyChanges, Task<Followed>> run, IWebhookDeliveries deliveries, IDurableTimers timers)
    {
        var (started, each) = (0, new EachByItself("webhooks"));
        var followed = await run(async (range, changed, stop) =>
        {
            foreach (var user in changed.Where(document => document.Kind == NotificationDocument.KindName).GroupBy(document => document.Partition))
            {
                await each.TryAsync(WebhookDocument.KindName, async () =>
                    started += await HandOutAsync(user.Key, each.Read<NotificationDocument>(user), range, each, deliveries, timers, stop));
            }
        });
        return new Dispatched(followed, started, each.SetAside);
    }

    /// <summary>Whether a notification may have been made after the last reading, as far as clocks of several instances can tell.</summary>
    private static bool IsNew(NotificationDocument notification, FollowedRange before) =>
        before.Checkpoint is null || before.ReadAt - StreamPosition.Overlap < notification.MadeAt;

    private async Task<int> HandOutAsync(
        string userId,
        IReadOnlyList<NotificationDocument> told,
        FollowedRange before,
        EachByItself each,
        IWebhookDeliveries deliveries,
        IDurableTimers timers,
        CancellationToken cancellation)
    {
        // The feed shows the last state alone. One that is read was seen unread before, unless it was made since the last look.
        var news = told.Where(notification => !notification.Read || IsNew(notification, before)).ToList();
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
/// <param name="Followed">How far the feed was read.</param>
/// <param name="Started">The number of deliveries started.</param>
/// <param name="SetAside">What could not be.</param>
public sealed record Dispatched(Followed Followed, int Started, IReadOnlyList<SetAside> SetAside);

/// <summary>How the progress is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(WebhookProgress))]
internal sealed partial class WebhookProgressJson : JsonSerializerContext;
