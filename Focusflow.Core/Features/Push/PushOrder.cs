using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Push;

/// <summary>That one notification is to be pushed to one browser. Holds neither its text nor the endpoint: those are found in the store when it is sent.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="SubscriptionId">Where to.</param>
/// <param name="NotificationId">What.</param>
/// <param name="NotBefore">Before when it is not to be sent.</param>
/// <param name="StaleAt">From when on it is of no use.</param>
public sealed record PushOrder(string UserId, string SubscriptionId, string NotificationId, DateTimeOffset NotBefore, DateTimeOffset StaleAt)
    : IDurableTimer
{
    /// <summary>The name of the orchestration that sends it.</summary>
    public const string Orchestration = "SendPush";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same notification and browser.</summary>
    public string InstanceId() => $"{PrefixOf(SubscriptionId)}{Guid.Parse(NotificationId):N}";

    /// <summary>How the ids of all pushes to a browser begin.</summary>
    public static string PrefixOf(string subscriptionId) => $"push-{Guid.Parse(subscriptionId):N}-";
}
