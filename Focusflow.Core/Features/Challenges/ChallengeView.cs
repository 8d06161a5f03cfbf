using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Sites;

namespace Focusflow.Core.Features.Challenges;

/// <summary>A challenge of this week as one user sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What to do.</param>
/// <param name="Points">What completing it is worth.</param>
/// <param name="ChallengeType">What counts.</param>
/// <param name="TargetValue">How often it must be done.</param>
/// <param name="DurationDays">For how many days progress counts, the day of joining included.</param>
/// <param name="IsActive">Whether it is offered.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="JoinedCount">How many users have joined it this week.</param>
/// <param name="JoinedAvatars">The avatars of the first three of them whom others may see.</param>
/// <param name="Progress">The user's progress; null when not joined.</param>
/// <param name="Total">The target; null when not joined.</param>
/// <param name="Status"><c>in_progress</c> or <c>completed</c>; null when not joined.</param>
public sealed record ChallengeView(
    string Id,
    string Name,
    string Description,
    int Points,
    string ChallengeType,
    int TargetValue,
    int DurationDays,
    bool IsActive,
    DateTimeOffset CreatedAt,
    int JoinedCount,
    IReadOnlyList<SiteUrl> JoinedAvatars,
    int? Progress,
    int? Total,
    [property: Words(typeof(ChallengeView), nameof(ChallengeView.Statuses))] string? Status)
{
    private const int MostAvatars = 3;

    /// <summary>How far one may be with a challenge that was joined.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [Participation.InProgress, Participation.Completed];

    /// <summary>A challenge with the user's own part, on the terms of the moment of joining.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="own">The user's participation; null when not joined.</param>
    /// <param name="crowd">Who has joined by the last refresh.</param>
    /// <param name="user">The user, and whether the crowd counts it already.</param>
    public static ChallengeView Of(Challenge challenge, Participation? own, ChallengeCrowd crowd, CrowdMember user) => new(
        challenge.Id,
        challenge.Name,
        challenge.Description,
        own?.Points ?? challenge.Points,
        challenge.ChallengeType,
        own?.Target ?? challenge.TargetValue,
        challenge.DurationDays,
        challenge.IsActive,
        challenge.CreatedAt,
        crowd.Count + (own is null ? 0 : 1) - (user.IsCounted ? 1 : 0),
        Avatars(own, crowd, user),
        own?.Progress,
        own?.Target,
        own?.Status);

    private static IReadOnlyList<SiteUrl> Avatars(Participation? own, ChallengeCrowd crowd, CrowdMember user)
    {
        var listed = crowd.First.Where(joiner => own is not null || joiner.UserId != user.UserId).Select(joiner => joiner.Avatar);
        var added = own is not null && !user.IsCounted && user.Avatar is { } avatar ? [avatar] : Array.Empty<string>();
        return [.. listed.Concat(added).Take(MostAvatars).Select(avatar => new SiteUrl(PictureName.SmallAddressOf(avatar)))];
    }
}

/// <summary>The asking user beside the crowd of a challenge.</summary>
/// <param name="UserId">The user.</param>
/// <param name="IsCounted">Whether the crowd counts the user already.</param>
/// <param name="Avatar">The user's avatar, when others may see it; only needed for one who joined and is not counted yet.</param>
public sealed record CrowdMember(string UserId, bool IsCounted, string? Avatar);
