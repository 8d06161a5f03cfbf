using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.WorkLog;

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

    /// <summary>When the open work began; null while clocked out.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Since when the user has been working without a break of the work log; null while clocked out or on a break.</summary>
    public DateTimeOffset? WorkingSince { get; init; }

    /// <summary>
    /// When the open work has to be looked at: a break is due, or too much work (<see cref="WorkSchedule"/>); null when nothing is
    /// planned. It lives here, so that planning costs no write of its own. Only a marker that has it is in the sweeper's index.
    /// </summary>
    public DateTimeOffset? BreakDue { get; init; }

    /// <summary>The user's day that the latest work belongs to, <c>yyyy-MM-dd</c>: the one on which it began.</summary>
    public string? Day { get; init; }

    /// <summary>Seconds of work on <see cref="Day"/> before <see cref="CountedSince"/>, breaks of the work log apart.</summary>
    public int WorkedSeconds { get; init; }

    /// <summary>
    /// Since when work counts that is not in <see cref="WorkedSeconds"/> yet; null while clocked out or on a break. Unlike
    /// <see cref="WorkingSince"/> it does not move with break sessions, which are no breaks of the work log.
    /// </summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>The latest day of which it is noted that it had too many hours of work.</summary>
    public string? OverworkedDay { get; init; }

    /// <summary>The latest <see cref="WorkingSince"/> of which it is noted that no break came in time.</summary>
    public DateTimeOffset? UnbrokenSince { get; init; }

    /// <summary>When the user last clocked out; null while clocked in.</summary>
    public DateTimeOffset? ClockedOutAt { get; init; }
}
