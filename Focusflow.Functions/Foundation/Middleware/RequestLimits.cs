namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>What a client may send.</summary>
public sealed record RequestLimits
{
    /// <summary>The most bytes of a body.</summary>
    public long BodyBytes { get; init; } = Http.RequestBody.DefaultLimit;

    /// <summary>Whether request rates are limited.</summary>
    public bool LimitRates { get; init; } = true;

    /// <summary>The requests of one user a minute.</summary>
    public int UserPerMinute { get; init; } = 1200;

    /// <summary>The requests from one network address a minute.</summary>
    public int AddressPerMinute { get; init; } = 3000;

    /// <summary>The requests to register, sign in and refresh from one network address a minute.</summary>
    public int SignInPerMinute { get; init; } = 120;

    /// <summary>The exports of one user a minute.</summary>
    public int ExportsPerMinute { get; init; } = 6;

    /// <summary>The pictures that one user sends a minute.</summary>
    public int PicturesPerMinute { get; init; } = 10;

    /// <summary>
    /// Whether <c>X-Client-IP</c> and <c>CLIENT-IP</c> tell the client's address: true behind a front end that sets them
    /// (Azure's does), else anybody could pretend to be somebody else.
    /// </summary>
    public bool TrustClientIp { get; init; }
}
