using Focusflow.Core.Foundation.Outcomes;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// What an OpenID Connect issuer publishes about itself, its keys above all. One fetch at a time, for all who wait; it is given up
/// after five seconds. What is known goes on being used while it cannot be fetched anew.
/// </summary>
/// <param name="authority">Where <c>.well-known/openid-configuration</c> is found; https, but for this machine.</param>
/// <param name="time">Real time: the issuer does not live by a virtual clock.</param>
/// <param name="logger">Told when the issuer does not answer.</param>
internal sealed partial class IssuerMetadata(Uri authority, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long a fetch may take, the description and the keys together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    // Tokens can name any key; so this is how often they can have the issuer asked.
    private static readonly TimeSpan LeastTimeBetweenRenewals = TimeSpan.FromMinutes(1);

    // So that a key which the issuer has withdrawn does not count for ever.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    private readonly HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly Lock gate = new();
    private OpenIdConnectConfiguration? known;
    private Task<OpenIdConnectConfiguration?>? fetching;
    private DateTimeOffset fetchedAt;
    private DateTimeOffset notBefore;

    /// <summary>
    /// The metadata, with a key if the issuer has it; 503 while that cannot be known: the issuer does not answer, or it was
    /// asked a moment ago and the key may have come since.
    /// </summary>
    /// <param name="keyId">The key's id; empty when a token names none.</param>
    /// <param name="cancellation">Ends the wait, not the fetch, since others wait for it too.</param>
    public async ValueTask<Outcome<OpenIdConnectConfiguration>> WithKeyAsync(string keyId, CancellationToken cancellation = default)
    {
        Task<OpenIdConnectConfiguration?> fetch;
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (known is not null && (keyId.Length == 0 || Has(known, keyId)))
            {
                if (now - fetchedAt > Fresh && now >= notBefore)
                    fetching ??= FetchAsync(); // nobody waits for it
                return known;
            }

            if (fetching is null && now < notBefore)
                return Unreachable(notBefore - now);
            fetch = fetching ??= FetchAsync();
        }

        return await fetch.WaitAsync(cancellation) is { } fetched ? fetched : Unreachable(PauseAfterFailure);
    }

    public void Dispose() => client.Dispose();

    private async Task<OpenIdConnectConfiguration?> FetchAsync()
    {
        await Task.Yield(); // out of the lock
        OpenIdConnectConfiguration? fetched = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            fetched = await OpenIdConnectConfigurationRetriever.GetAsync(
                authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
                new HttpDocumentRetriever(client) { RequireHttps = !authority.IsLoopback },
                patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            NotFetched(error); // whatever it sent instead: it is the issuer's affair, and tokens cannot be checked
        }

        lock (gate)
        {
            var now = time.GetUtcNow();
            notBefore = now + (fetched is null ? PauseAfterFailure : known is null ? TimeSpan.Zero : LeastTimeBetweenRenewals);
            fetching = null;
            if (fetched is not null)
                (known, fetchedAt) = (fetched, now);
        }

        return fetched;
    }

    private static Problem Unreachable(TimeSpan wait) =>
        new(ProblemCodes.IssuerUnavailable, "The sign-in service cannot be asked right now. Try again in a moment.") { RetryAfter = wait };

    private static bool Has(OpenIdConnectConfiguration configuration, string keyId) =>
        configuration.SigningKeys.Any(key => key.KeyId == keyId);

    [LoggerMessage(1, LogLevel.Warning, "The issuer of external tokens could not be asked for its keys")]
    private partial void NotFetched(Exception error);
}
