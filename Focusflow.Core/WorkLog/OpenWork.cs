using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Storage;

namespace Focusflow.Core.WorkLog;

/// <summary>
/// The marker of a user's one open work log, with its open break. Fixed id: of two requests that race one wins. It stays
/// after clocking out, to tell when that was.
/// </summary>
public sealed record OpenWork : UserDocument, IDocument<OpenWork>
{
    /// <summary>The id of the marker in every user's partition.</summary>
    public const string FixedId = "open-work";

    /// <inheritdoc/>
    public static string KindName => "openWork";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<OpenWork> JsonType => WorkLogJson.Default.OpenWork;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The open entry of work, or null.</summary>
    public string? WorkId { get; init; }

    /// <summary>The open break, or null.</summary>
    public string? BreakId { get; init; }

    /// <summary>When the user last clocked out; null while clocked in.</summary>
    public DateTimeOffset? ClockedOutAt { get; init; }
}
