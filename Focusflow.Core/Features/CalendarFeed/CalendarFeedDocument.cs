using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.CalendarFeed;

/// <summary>That a user's calendar feed may be read, and by which secret. One per user.</summary>
public sealed record CalendarFeedDocument : UserDocument, IDocument<CalendarFeedDocument>
{
    /// <summary>The id of the only one.</summary>
    public const string FixedId = "calendar-feed";

    /// <inheritdoc/>
    public static string KindName => "calendar-feed";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<CalendarFeedDocument> JsonType => CalendarFeedStorageJson.Default.CalendarFeedDocument;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The SHA-256 of the secret, in base64; the secret itself is not kept.</summary>
    [Secret]
    public required string SecretHash { get; init; }

    /// <summary>When the address was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How feeds are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(CalendarFeedDocument))]
internal sealed partial class CalendarFeedStorageJson : JsonSerializerContext;
