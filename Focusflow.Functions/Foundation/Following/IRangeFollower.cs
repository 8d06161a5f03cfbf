using Focusflow.Core.Foundation.Following;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Foundation.Following;

/// <summary>Follows what users do, one range of users at a time.</summary>
public interface IRangeFollower
{
    /// <summary>Knows the ranges.</summary>
    FeedFollower Feed { get; }

    /// <summary>Applies what has changed in a range.</summary>
    Task<Followed> FollowRangeAsync(string range, DurableTaskClient client, CancellationToken cancellation);
}
