using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>Which weeks are turned.</summary>
public sealed record BoardProgress : Document, IDocument<BoardProgress>
{
    /// <summary>The id, and the partition, in <c>system</c>.</summary>
    public const string FixedId = "leaderboard-progress";

    /// <inheritdoc/>
    public static string KindName => "boardProgress";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.System;

    /// <inheritdoc/>
    public static JsonTypeInfo<BoardProgress> JsonType => BoardJson.Default.BoardProgress;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>How far an earlier version followed the change feed; now a <see cref="Focusflow.Core.Foundation.Following.FollowedRange"/> knows.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The last week that was turned; null before the first.</summary>
    public string? LastTurned { get; init; }

    /// <summary>Turned weeks in which somebody's points moved afterwards, so that the final ranks must be written again.</summary>
    public IReadOnlyList<string> Reopened { get; init; } = [];

    /// <summary>Whether all of it can be used.</summary>
    internal bool IsWhole => Reopened?.Append(LastTurned).All(week => week is null || IsoWeek.TryParse(week, out _)) == true;

    /// <summary>Whether a week was turned, perhaps not for the last time.</summary>
    public bool HasTurned(IsoWeek week) => LastTurned is not null && week <= IsoWeek.Parse(LastTurned);

    /// <summary>The weeks to turn, oldest first.</summary>
    /// <param name="now">Now. Without a week turned before, only the last one is due.</param>
    public IReadOnlyList<IsoWeek> DueAt(DateTimeOffset now)
    {
        var last = IsoWeek.LastClosedAt(now);
        var turned = LastTurned is null ? last.Previous : IsoWeek.Parse(LastTurned);
        var due = Reopened.Select(IsoWeek.Parse).ToList();
        for (var week = turned.Next; week <= last; week = week.Next)
            due.Add(week);
        return [.. due.Distinct().Order()];
    }

    internal static BoardProgress Start { get; } = new() { Id = FixedId };
}
