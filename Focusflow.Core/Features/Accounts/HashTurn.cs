namespace Focusflow.Core.Features.Accounts;

/// <summary>On whose account a password is hashed.</summary>
/// <param name="Client">Who has to share a turn.</param>
/// <param name="Lane">How it is treated.</param>
public readonly record struct HashTurn(string Client, HashLane Lane)
{
    /// <summary>Somebody not known, from a network address; null when it says nothing about the client.</summary>
    public static HashTurn From(string? address) => address is null ? new("", HashLane.Unknown) : new("from " + address, HashLane.Address);

    /// <summary>A user on a device from which that user has signed in before, or with a token.</summary>
    public static HashTurn Of(string userId) => new("user " + userId, HashLane.Known);
}

/// <summary>How a client is treated that wants a password hashed.</summary>
public enum HashLane
{
    /// <summary>Has proved who it is before: comes first.</summary>
    Known,

    /// <summary>A network address: has a budget, and waits behind those that have used less of the machine.</summary>
    Address,

    /// <summary>All that cannot be told apart: no budget, since it would be everybody's.</summary>
    Unknown,
}
