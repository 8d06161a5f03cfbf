using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Following;

/// <summary>Who follows what users do.</summary>
/// <param name="Name">The name, under which it remembers how far it is.</param>
public sealed record Follower(string Name)
{
    /// <summary>How far an earlier version was, which kept it elsewhere: the checkpoint and when it was read. Asked once.</summary>
    public required Func<CancellationToken, Task<(string? Checkpoint, DateTimeOffset? ReadAt)>> Earlier { get; init; }

    /// <summary>
    /// Whether everything may be followed once more when it cannot be told any more how far it is; else that is an error.
    /// </summary>
    public bool StartsOver { get; init; }

    /// <summary>How many documents are applied before it is noted.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How many pages a run may read of a range; a range of which more is left then has fallen behind.</summary>
    public int PagesARun { get; init; } = 20;
}

/// <summary>Applies changed documents. Done again it changes nothing: a run that is killed is repeated from its last checkpoint.</summary>
/// <param name="range">How far the range was before.</param>
/// <param name="changed">What has changed since, oldest first.</param>
/// <param name="cancellation">Ends it.</param>
public delegate Task ApplyChanges(FollowedRange range, IReadOnlyList<StoredDocument> changed, CancellationToken cancellation);

/// <summary>How far a run came.</summary>
/// <param name="HasMore">Whether more was waiting.</param>
/// <param name="LeavesRest">
/// Whether something is left to others: after a look, that several ranges have news; of a range, that another process is reading it.
/// </param>
public sealed record Followed(bool HasMore, bool LeavesRest = false);

/// <summary>What there is to do for those who follow together.</summary>
/// <param name="Ranges">The ids of the ranges.</param>
/// <param name="Quiet">The end of the feed when they set out.</param>
public sealed record FollowRound(IReadOnlyList<string> Ranges, string Quiet);
