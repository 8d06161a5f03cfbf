using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>What an entry of the work log stands for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LogType>))]
public enum LogType
{
    /// <summary>From clocking in to clocking out.</summary>
    [JsonStringEnumMemberName("work")]
    Work,

    /// <summary>A break in between.</summary>
    [JsonStringEnumMemberName("break")]
    Break,
}

/// <summary>An entry of the work log: work, or a break from it.</summary>
public sealed record TimeLog : UserDocument, IDocument<TimeLog>
{
    /// <inheritdoc/>
    public static string KindName => "timeLog";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<TimeLog> JsonType => WorkLogJson.Default.TimeLog;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Work or a break.</summary>
    public required LogType LogType { get; init; }

    /// <summary>Of a break: the entry of the work it interrupts.</summary>
    public string? WorkId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The user's day it belongs to, <c>yyyy-MM-dd</c>: where it began, in the zone of that moment.</summary>
    public required string Day { get; init; }
}
