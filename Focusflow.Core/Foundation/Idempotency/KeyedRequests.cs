using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// Makes sure that a request sent twice with the same key is carried out once, and the first answer given again for 24 h. What
/// happened and its answer are one transaction (see <see cref="KeyedRun"/>), so of two instances, or of two tries of which the
/// first was broken off anywhere, one writes and the other finds the answer.
/// </summary>
public sealed class KeyedRequests(IDocumentStore store, AnswerSeal seal, ILiveSessions sessions)
{
    private static readonly Problem AnotherRequest =
        new(ProblemCodes.IdempotencyKeyReused, "This Idempotency-Key was used for another request. Use a new key for a new request.");

    private static readonly Problem StillRunning = new(ProblemCodes.RequestInProgress, "The first request with this Idempotency-Key is still running.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static readonly Problem Ended =
        new(ProblemCodes.IdempotentSessionEnded, "The session that this request began has ended. Sign in again, with a new Idempotency-Key.");

    private static readonly Problem Unreadable =
        new(ProblemCodes.IdempotentAnswerLost, "The request with this Idempotency-Key was carried out, but its answer cannot be read any more.");

    // What this process carries out just now. Another one is not asked: the transaction decides.
    private readonly ConcurrentDictionary<(string UserId, string RequestId), string> running = new();

    /// <summary>
    /// Carries a request out, or gives the answer that it has had: 409 while it is running here, 422 when the key was used for
    /// another request. An anonymous key belongs to its request: two strangers with the same one do not meet.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="carryOut">Carries it out and takes its answer; may be called again when others were faster.</param>
    public async Task<Outcome<KeyedAnswer>> RunAsync(IncomingRequest request, Func<Task<KeptAnswer>> carryOut)
    {
        var fingerprint = seal.Fingerprint(request.Route, request.Body.Span);
        var unique = request.UserId is null ? $"{request.Key}\n{fingerprint}" : request.Key;
        var id = "request:" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(unique)));
        var one = (request.UserId ?? "", id);
        if (!running.TryAdd(one, fingerprint))
            return running.TryGetValue(one, out var other) && other != fingerprint ? AnotherRequest : StillRunning;
        try
        {
            return await RunAsync(request, id, fingerprint, carryOut);
        }
        finally
        {
            running.TryRemove(one, out _);
        }
    }

    private Task<Outcome<KeyedAnswer>> RunAsync(IncomingRequest request, string id, string fingerprint, Func<Task<KeptAnswer>> carryOut)
    {
        var userId = request.UserId;
        var (isFirst, isBroken) = (true, false);
        return Optimistic.RunAsync<KeyedAnswer>(async () =>
        {
            var earlier = userId is null ? null : await store.ReadAsync<KeyedRequest>(userId, id);
            if (earlier is not null && earlier.Fingerprint != fingerprint)
                return AnotherRequest;
            if (earlier?.Answer is not null)
                return await GiveAgainAsync(earlier, request.Body);

            var run = new KeyedRun(id, fingerprint, userId, earlier, careful: !isFirst);
            isFirst = false;
            isBroken |= run.IsResumed;
            try
            {
                var answer = await run.DoAsync(carryOut);
                if (run.Repeated is { } repeated)
                    return await GiveAgainAsync(repeated, request.Body);
                if (await TryFinishAsync(run, answer, request, isBroken))
                    return new KeyedAnswer(WithVersions(answer, run.Batch.WithVersions), IsRepeated: false);
            }
            catch (KeyedRunOvertakenException)
            {
                // Nothing has happened.
            }

            userId = run.UserId; // known by now, if it was not
            return null;
        });
    }

    private async Task<bool> TryFinishAsync(KeyedRun run, KeptAnswer answer, IncomingRequest request, bool broken)
    {
        var (waiting, placeholders) = (run.Batch.Waiting, run.Batch.Placeholders);
        var isKept = answer.Status < 500 && answer.Status is not (408 or 429);
        if (waiting is not null)
            return await run.Batch.TryWriteAsync(store, isKept ? RecordOf(run, answer, request, waiting, placeholders) : null);

        // An anonymous one that had nothing to do may be the repetition of one that had.
        if (request.UserId is null && run.UserId is { } found && await run.FindAsync(store, found) is not null)
            return false;

        // A refusal is kept like any answer, unless it may come from one's own broken try; and an anonymous request that did
        // nothing has no place to keep anything in.
        if (!isKept || run.UserId is null || (request.UserId is null && run.Record is null) || (broken && answer.Status >= 400))
            return true;
        try
        {
            return await run.Batch.TryWriteAsync(store, RecordOf(run, answer, request, null, []));
        }
        catch (StoreUnavailableException) when (run.Record is null && answer.Status >= 400)
        {
            return true; // nothing has happened that had to be remembered
        }
    }

    private KeyedRequest RecordOf(
        KeyedRun run, KeptAnswer answer, IncomingRequest request, DocumentBatch? waiting, IReadOnlyList<string> placeholders)
    {
        answer = WithVersions(answer, run.Batch.WithVersions);
        List<ToldVersion> told = [];
        for (var i = 0; i < placeholders.Count; i++)
        {
            if (placeholders[i].Length > 0 && answer.Headers.Values.Any(value => value.Contains(placeholders[i], StringComparison.Ordinal)))
                told.Add(new ToldVersion(placeholders[i], waiting!.Writes[i].Id, HashOf(JsonOf(waiting.Writes[i]))));
        }

        return new KeyedRequest
        {
            Id = run.RequestId,
            UserId = run.UserId!,
            Fingerprint = run.Fingerprint,
            Answer = seal.Seal(answer, run.Fingerprint, request.Body.Span),
            SessionId = run.SessionId,
            Versions = told,
            ETag = run.Record?.ETag ?? "",
        };
    }

    private async Task<Outcome<KeyedAnswer>> GiveAgainAsync(KeyedRequest kept, ReadOnlyMemory<byte> body)
    {
        if (kept.SessionId is { } sessionId && !await sessions.IsAliveAsync(kept.UserId, sessionId))
            return Ended;
        if (seal.Open(kept.Answer!, kept.Fingerprint, body.Span) is not { } answer)
            return Unreadable;

        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var told in kept.Versions)
        {
            var stored = await store.ReadAsync(new DocumentKey(Containers.UserData, kept.UserId, told.Id));
            if (stored is { } found && HashOf(found.Json) == told.Hash)
                versions.Add(told.Placeholder, found.ETag);
        }

        return new KeyedAnswer(
            WithVersions(answer, text => versions.Aggregate(text, (so, pair) => so.Replace(pair.Key, pair.Value, StringComparison.Ordinal))),
            IsRepeated: true);
    }

    private static KeptAnswer WithVersions(KeptAnswer answer, Func<string, string> put) =>
        answer with { Headers = answer.Headers.ToDictionary(header => header.Key, header => put(header.Value), StringComparer.Ordinal) };

    private static ReadOnlyMemory<byte> JsonOf(DocumentWrite write) => write switch
    {
        DocumentWrite.Create create => create.Json,
        DocumentWrite.Replace replace => replace.Json,
        _ => default,
    };

    // Of the JSON written anew, since a store may write it in other words.
    private static string HashOf(ReadOnlyMemory<byte> json)
    {
        var bytes = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(bytes))
            JsonElement.Parse(json.Span).WriteTo(writer);
        return Base64Url.EncodeToString(SHA256.HashData(bytes.WrittenSpan));
    }
}

/// <summary>Knows which sessions are alive.</summary>
public interface ILiveSessions
{
    /// <summary>Whether a session of a user has not ended.</summary>
    ValueTask<bool> IsAliveAsync(string userId, string sessionId);
}

/// <summary>A request that came with a key.</summary>
/// <param name="UserId">The user, or null for an anonymous caller.</param>
/// <param name="Key">The key as sent.</param>
/// <param name="Route">What tells the route, such as the path.</param>
/// <param name="Body">The body.</param>
public sealed record IncomingRequest(string? UserId, string Key, string Route, ReadOnlyMemory<byte> Body);

/// <summary>The answer of a request that came with a key.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="IsRepeated">Whether it was given before, to an earlier try.</param>
public sealed record KeyedAnswer(KeptAnswer Answer, bool IsRepeated);
