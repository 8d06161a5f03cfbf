using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Notifications;

/// <summary>
/// That a notification has reached its user by some way, so that no mail follows, or that the mail was sent. A document of its own:
/// a change of the notification would look like a new one to whoever hands them out.
/// </summary>
public sealed record ReachedMark : UserDocument, IDocument<ReachedMark>
{
    /// <inheritdoc/>
    public static string KindName => "reachedMark";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<ReachedMark> JsonType => NotificationStorageJson.Default.ReachedMark;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(2);

    /// <summary>By the stream of an open client.</summary>
    public const string ByStream = "stream";

    /// <summary>By a push that a browser's push service has taken.</summary>
    public const string ByPush = "push";

    /// <summary>By which way: <see cref="ByStream"/>, <see cref="ByPush"/> or <c>mail</c>.</summary>
    public required string By { get; init; }

    /// <summary>The mark of a notification.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="notificationId">Which.</param>
    /// <param name="by">By which way.</param>
    public static ReachedMark Of(string userId, string notificationId, string by) =>
        new() { Id = IdOf(notificationId, by), UserId = userId, By = by };

    /// <summary>The id of a mark.</summary>
    public static string IdOf(string notificationId, string by) => $"reached-{by}-{notificationId}";
}
