namespace Focusflow.Core.Foundation.Outgoing;

/// <summary>The settings of what the service sends to addresses that its users name: webhooks and pushes.</summary>
public sealed record OutgoingOptions
{
    /// <summary>Whether http and this very machine are allowed, for a receiver under development. Never outside Development.</summary>
    public bool AllowLoopback { get; init; }
}
