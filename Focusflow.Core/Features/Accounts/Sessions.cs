using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Starts, refreshes and ends sessions.</summary>
public sealed class Sessions(
    IDocumentStore store, AccessTokens accessTokens, RefreshTokens refreshTokens, AccountsOptions options, TimeProvider clock)
{
    private const int MostUsed = 100;

    /// <summary>How long a refresh token that was used gives the newest pair again.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(30);

    private static readonly Problem TooFast =
        new(ProblemCodes.RateLimited, "The tokens were refreshed too often. Wait a moment.") { RetryAfter = Grace };

    private static readonly Problem NotGood = new(ProblemCodes.RefreshTokenInvalid, "The refresh token is not valid. Sign in again.");
    private static readonly Problem UsedBefore =
        new(ProblemCodes.RefreshTokenReused, "The refresh token was used before, so the session was ended. Sign in again.");

    /// <summary>A new session of a user, to be stored with <see cref="Access.WithSession"/>, and its tokens.</summary>
    internal (Session Session, TokenPair Tokens) Start(string userId, string? userAgent)
    {
        var first = refreshTokens.Issue(userId, RefreshTokens.NewSessionId());
        var now = clock.Now();
        return (new Session(first.SessionId, first.Hash, now, now + options.SessionLifetime) { Device = DeviceWords.Of(userAgent) }, PairOf(first));
    }

    /// <summary>The user's access with one more session.</summary>
    internal Access Add(Access access, Session session) => access.WithSession(session, options.MaxSessions, clock.Now());

    /// <summary>
    /// A new pair for a refresh token, which dies with that. For <see cref="Grace"/> after its first use it gives the session's
    /// newest pair again, for two tabs had it, or the answer was lost. After that it is stolen goods, either in these or in the
    /// other hands: its use ends the session.
    /// </summary>
    public async Task<Outcome<TokenPair>> RefreshAsync(string refreshToken, CancellationToken cancellation = default) =>
        refreshTokens.Read(refreshToken) is { } token
            ? await Optimistic.RunAsync(() => TryRefreshAsync(token, cancellation), cancellation)
            : NotGood;

    /// <summary>Ends a session, its access tokens included. A session that has ended already is fine.</summary>
    public Task<Outcome<Done>> EndAsync(string userId, string sessionId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation) is not { } access)
                    return default(Done);
                return await CommitAsync(access.WithoutSession(sessionId)) ? default(Done) : null;
            },
            cancellation);

    /// <summary>The live sessions, the newest first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellation = default)
    {
        var access = await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation);
        return [.. (access?.Sessions ?? []).Where(session => session.ExpiresAt > clock.GetUtcNow()).Reverse()];
    }

    /// <summary>Ends one of the user's sessions by its id; 404 when there is none.</summary>
    public Task<Outcome<Done>> EndOneAsync(string userId, string sessionId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                var access = await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation);
                if (access?.FindSession(sessionId, clock.GetUtcNow()) is null)
                    return Problem.NotFound("Session");
                return await CommitAsync(access.WithoutSession(sessionId)) ? default(Done) : null;
            },
            cancellation);

    /// <summary>Ends all sessions of a user, the caller's too.</summary>
    public Task<Outcome<Done>> EndAllAsync(string userId, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await store.ReadAsync<Access>(userId, Access.DocumentId, cancellation) is not { Sessions.Count: > 0 } access)
                    return default(Done);
                return await CommitAsync(access with { Sessions = [] }) ? default(Done) : null;
            },
            cancellation);

    private async Task<Outcome<TokenPair>?> TryRefreshAsync(RefreshToken token, CancellationToken cancellation)
    {
        KeyedRun.Concerns(token.UserId);
        var access = await store.ReadAsync<Access>(token.UserId, Access.DocumentId, cancellation);
        if (access is not { Active: true } || access.FindSession(token.SessionId, clock.Now()) is not { } session)
            return NotGood;

        var now = clock.Now();
        List<UsedToken> used = [.. session.Used.Where(used => now - used.At <= Grace)];
        if (!IsHashOf(session.TokenHash, token))
        {
            if (used.Exists(used => IsHashOf(used.Hash, token)))
                return PairOf(NewestAfter(token, session, used.Count));
            return await CommitAsync(access.WithoutSession(session.Id)) ? (Outcome<TokenPair>?)UsedBefore : null;
        }

        if (used.Count >= MostUsed)
            return TooFast;
        var next = refreshTokens.SuccessorOf(token);
        var renewed = session with { TokenHash = next.Hash, LastUsedAt = now, Used = [.. used, new UsedToken(token.Hash, now)] };
        var changed = access with { Sessions = [.. access.Sessions.Select(other => other.Id == session.Id ? renewed : other)] };
        return await CommitAsync(changed) ? (Outcome<TokenPair>?)PairOf(next) : null;
    }

    private RefreshToken NewestAfter(RefreshToken token, Session session, int steps)
    {
        for (; steps > 0 && !IsHashOf(session.TokenHash, token); steps--)
            token = refreshTokens.SuccessorOf(token);
        return token;
    }

    private static bool IsHashOf(string hash, RefreshToken token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(token.Hash));

    private async Task<bool> CommitAsync(Access access) =>
        (await WriteSet.ForUser(access.UserId).Replace(access).CommitAsync(store)).Succeeded;

    private TokenPair PairOf(RefreshToken token)
    {
        KeyedRun.Gives(token.SessionId);
        return new(accessTokens.Issue(token.UserId, token.SessionId), token.Text, (int)options.AccessTokenLifetime.TotalSeconds);
    }
}

/// <summary>What a client gets to act for a user.</summary>
/// <param name="AccessToken">The JWT to send with each request.</param>
/// <param name="RefreshToken">Gets the next pair, once.</param>
/// <param name="ExpiresIn">The seconds that the access token lives.</param>
public sealed record TokenPair(string AccessToken, string RefreshToken, int ExpiresIn);

/// <summary>A user who has signed in.</summary>
/// <param name="Account">The user.</param>
/// <param name="Tokens">The tokens of the new session.</param>
public sealed record SignedIn(Account Account, TokenPair Tokens)
{
    /// <summary>The mark to leave on the device (see <see cref="DeviceMarks"/>).</summary>
    public string Device { get; init; } = "";
}
