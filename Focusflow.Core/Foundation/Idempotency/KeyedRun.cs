using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// A request with an <c>Idempotency-Key</c> while it is carried out. The last transaction in the user's partition waits until
/// the answer is there, and is then written with it (see <see cref="KeyedDocumentStore"/>); until then it counts as written.
/// When it cannot be written after all, the whole request is carried out anew: nothing of it has happened. So what a use case does
/// outside the store comes before its commit, as timers do, or is set off by what was committed.
/// </summary>
public sealed class KeyedRun
{
    private static readonly AsyncLocal<KeyedRun?> Ambient = new();

    private readonly string cause;
    private readonly KeyedBatch batch;
    private int ids;

    internal KeyedRun(string requestId, string fingerprint, string? userId, KeyedRequest? earlier, bool careful)
    {
        RequestId = requestId;
        Fingerprint = fingerprint;
        UserId = userId;
        Record = earlier;
        IsResumed = earlier is not null;
        cause = $"{userId}\n{requestId}\n{fingerprint}";
        batch = new KeyedBatch(this, careful);
    }

    /// <summary>The request that this flow carries out, if it came with a key.</summary>
    public static KeyedRun? Current => Ambient.Value is { IsOver: false } run ? run : null;

    /// <summary>The id of the record.</summary>
    internal string RequestId { get; }

    internal string Fingerprint { get; }

    /// <summary>Whose request it is; null while that is not known of an anonymous one.</summary>
    internal string? UserId { get; private set; }

    /// <summary>The record as stored: of an earlier transaction of this request, or of one that was broken off.</summary>
    internal KeyedRequest? Record { get; set; }

    /// <summary>Whether an earlier try has left traces, so that a refusal may come from them.</summary>
    internal bool IsResumed { get; }

    /// <summary>The answer of an earlier try that the use case has come across.</summary>
    internal KeyedRequest? Repeated { get; private set; }

    internal string? SessionId { get; private set; }

    internal KeyedBatch Batch => batch;

    private bool IsOver { get; set; }

    /// <summary>
    /// A new id. Within a request that came with a key it is made of that, so that a repetition finds what an earlier try has
    /// left in its tracks.
    /// </summary>
    /// <param name="now">When, for ids that sort by their time.</param>
    public static string NewId(DateTimeOffset now) => Current?.NextId() ?? Guid.CreateVersion7(now).ToString("D");

    /// <summary>Says whom an anonymous request turned out to concern: what follows is written with the record in that partition.</summary>
    public static void Concerns(string userId)
    {
        if (Current is { } run)
            run.UserId ??= userId;
    }

    /// <summary>Says that the answer holds tokens of a session.</summary>
    public static void Gives(string sessionId)
    {
        if (Current is { } run)
            run.SessionId = sessionId;
    }

    /// <summary>The next id made of the user, the key and the request.</summary>
    public string NextId() => StableId.Of($"{cause}\n{Interlocked.Increment(ref ids)}");

    /// <summary>What is kept of an earlier try in a user's partition; null when nothing was finished there.</summary>
    public async ValueTask<KeyedRequest?> FindAsync(IDocumentStore store, string userId, CancellationToken cancellation = default) =>
        await store.ReadAsync<KeyedRequest>(userId, RequestId, cancellation) is { Answer: not null } found && found.Fingerprint == Fingerprint
            ? found
            : null;

    /// <summary>Has the answer of the earlier try given, whatever the use case answers.</summary>
    public void Repeat(KeyedRequest found) => Repeated = found;

    /// <summary>Does something as this request.</summary>
    internal async Task<T> DoAsync<T>(Func<Task<T>> work)
    {
        Ambient.Value = this; // for what this method calls; its caller does not see it
        try
        {
            return await work();
        }
        finally
        {
            IsOver = true; // what it has left running in the background writes for itself
        }
    }
}
