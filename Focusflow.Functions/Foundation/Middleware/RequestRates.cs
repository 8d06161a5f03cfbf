using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>The request rates that are limited.</summary>
public sealed class RequestRates
{
    private readonly RequestRate<ulong>? byAddress;
    private readonly RequestRate<ulong>? bySigningIn;
    private readonly RequestRate<string>? byUser;
    private readonly RequestRate<string>? byExporting;
    private readonly RequestRate<string>? byPictures;

    /// <summary>Limits as configured.</summary>
    public RequestRates(RequestLimits limits)
        : this(limits, TimeProvider.System)
    {
    }

    internal RequestRates(RequestLimits limits, TimeProvider clock)
    {
        if (!limits.LimitRates)
            return;
        byAddress = new RequestRate<ulong>(limits.AddressPerMinute, clock);
        bySigningIn = new RequestRate<ulong>(limits.SignInPerMinute, clock);
        byUser = new RequestRate<string>(limits.UserPerMinute, clock);
        byExporting = new RequestRate<string>(limits.ExportsPerMinute, clock);
        byPictures = new RequestRate<string>(limits.PicturesPerMinute, clock);
    }

    /// <summary>Whether anything is limited.</summary>
    public bool Enabled => byUser is not null;

    /// <summary>429 when too much comes from an address (see <see cref="ClientAddresses.NetworkOf"/>).</summary>
    public Problem? OfAddress(ulong network, bool signingIn) =>
        Refuse(byAddress?.Take(network)) ?? (signingIn ? Refuse(bySigningIn?.Take(network)) : null);

    /// <summary>429 when a user asks too much.</summary>
    public Problem? OfUser(string userId) => Refuse(byUser?.Take(userId));

    /// <summary>429 when a user asks for all data too often.</summary>
    public Problem? OfExport(string userId) => Refuse(byExporting?.Take(userId));

    /// <summary>429 when a user sends pictures too often.</summary>
    public Problem? OfPicture(string userId) => Refuse(byPictures?.Take(userId));

    private static Problem? Refuse(TimeSpan? wait) => wait is null
        ? null
        : new Problem(ProblemCodes.RateLimited, "Too many requests. Wait a moment before you go on.") { RetryAfter = wait };
}
