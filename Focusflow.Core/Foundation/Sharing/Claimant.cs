namespace Focusflow.Core.Foundation.Sharing;

/// <summary>On whose account something expensive is done.</summary>
/// <param name="Client">Who has to share a turn.</param>
/// <param name="Kind">How it is treated.</param>
public readonly record struct Claimant(string Client, ClaimantKind Kind)
{
    /// <summary>Somebody not known, from a network address; null when it says nothing about the client.</summary>
    public static Claimant From(string? address) => address is null ? new("", ClaimantKind.Unknown) : new("from " + address, ClaimantKind.Address);

    /// <summary>A user on a device from which that user has signed in before, or with a token.</summary>
    public static Claimant Of(string userId) => new("user " + userId, ClaimantKind.Known);
}

/// <summary>How a client is treated that wants a turn.</summary>
public enum ClaimantKind
{
    /// <summary>Has proved who it is before: comes first.</summary>
    Known,

    /// <summary>A network address: has a budget, and waits behind those that have used less of the machine.</summary>
    Address,

    /// <summary>All that cannot be told apart: no budget, since it would be everybody's.</summary>
    Unknown,
}
