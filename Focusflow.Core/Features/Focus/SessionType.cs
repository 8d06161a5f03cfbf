using System.Text.Json.Serialization;

namespace Focusflow.Core.Features.Focus;

/// <summary>What a session is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionType>))]
public enum SessionType
{
    /// <summary>Focused work.</summary>
    [JsonStringEnumMemberName("focus")]
    Focus,

    /// <summary>A break.</summary>
    [JsonStringEnumMemberName("break")]
    Break,
}

/// <summary>Where a session stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionStatus>))]
public enum SessionStatus
{
    /// <summary>The clock runs.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>The clock is held; it may run again.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Ended, and counted in totals.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended before its time, not counted.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
