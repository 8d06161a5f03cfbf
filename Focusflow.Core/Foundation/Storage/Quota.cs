namespace Focusflow.Core.Foundation.Storage;

/// <summary>The most documents of a kind that one user may keep.</summary>
/// <param name="Kind">The kind, such as <c>focusSession</c>.</param>
/// <param name="Name">What clients call them, such as <c>focus_sessions</c>.</param>
/// <param name="Most">How many.</param>
public sealed record Quota(string Kind, string Name, long Most);

/// <summary>A user keeps as many of something as may be kept. Answered with 422 and a sentence.</summary>
/// <param name="quota">The quota.</param>
public sealed class QuotaExceededException(Quota quota)
    : Exception($"You have {quota.Most} {quota.Name.Replace('_', ' ')}, which is the most that can be kept. Delete some to make room.");
