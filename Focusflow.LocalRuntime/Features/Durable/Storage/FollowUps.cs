namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>What a commit makes due: to be announced right after it.</summary>
internal sealed class FollowUps
{
    /// <summary>The instances that have something to be told now.</summary>
    public List<string> Instances { get; } = [];

    /// <summary>When instances next have a timer that is due.</summary>
    public List<(long Due, string Instance)> Timers { get; } = [];

    /// <summary>The activities that were asked for.</summary>
    public List<ActivityRow> Activities { get; } = [];

    /// <summary>The instances whose status may have changed.</summary>
    public List<string> Changed { get; } = [];

    /// <summary>One instance has something to be told.</summary>
    public static FollowUps Wake(string instance) => new() { Instances = { instance } };
}
