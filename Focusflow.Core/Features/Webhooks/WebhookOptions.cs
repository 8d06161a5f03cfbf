namespace Focusflow.Core.Features.Webhooks;

/// <summary>The settings of webhooks.</summary>
public sealed record WebhookOptions
{
    /// <summary>Whether http and this very machine are allowed, for a receiver under development. Never outside Development.</summary>
    public bool AllowLoopback { get; init; }
}
