using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// Makes sure that a request sent twice with the same key is carried out once, and the first answer given again for 24 h.
/// </summary>
public sealed class KeyedRequests(IDocumentStore store, AnswerSeal seal, TimeProvider clock)
{
    /// <summary>How long a request may run before it is taken to have died with its process.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(60);

    private const int MaxAnswerBytes = 512 * 1024;

    private static readonly Problem AnotherRequest =
        Problem.Invalid("Idempotency-Key", "This Idempotency-Key was used for another request. Use a new key for a new request.");

    /// <summary>Begins a request: a ticket to carry it out, the answer kept of an earlier one, or why not (409, 422).</summary>
    /// <param name="userId">The user, or null for an anonymous caller.</param>
    /// <param name="key">The key as sent.</param>
    /// <param name="route">What tells the route, such as method and path.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<Outcome<KeyedStart>> BeginAsync(
        string? userId, string key, string route, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        var id = "request:" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var fingerprint = seal.Fingerprint(route, body.Span);
        return Optimistic.RunAsync(() => TryBeginAsync(userId, id, fingerprint, body, cancellation), cancellation);
    }

    /// <summary>Keeps the answer of a request that was carried out.</summary>
    public async Task CompleteAsync(KeyedTicket ticket, KeptAnswer answer)
    {
        if (answer.Body.Length > MaxAnswerBytes)
        {
            await AbandonAsync(ticket);
            return;
        }

        var sealedAnswer = seal.Seal(answer, ticket.Request.Fingerprint, ticket.Body.Span);

        // Losing this race means that the lease ran out and another took over; then its answer counts.
        await WritesOf(ticket.Request).Replace(ticket.Request with { Answer = sealedAnswer }).CommitAsync(store);
    }

    /// <summary>Forgets a request that was not carried out, so that it can be sent again.</summary>
    public async Task AbandonAsync(KeyedTicket ticket) => await WritesOf(ticket.Request).Delete(ticket.Request).CommitAsync(store);

    private async Task<Outcome<KeyedStart>?> TryBeginAsync(
        string? userId, string id, string fingerprint, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var now = clock.Now();
        var fresh = new KeyedRequest { Id = id, UserId = userId, Fingerprint = fingerprint, RunningUntil = now + Lease };
        if (await TryTakeAsync(fresh, body, cancellation) is { } first)
            return first;
        if (await store.ReadAsync(KeyOf(fresh), cancellation) is not { } stored)
            return null;

        var earlier = stored.As<KeyedRequest>();
        if (earlier.Fingerprint != fingerprint)
            return AnotherRequest;
        if (earlier.Answer is { } answer && seal.Open(answer, fingerprint, body.Span) is { } kept)
            return new KeyedStart(null, kept);
        if (earlier.Answer is null && earlier.RunningUntil > now)
        {
            return new Problem(ProblemKind.Conflict, "The first request with this Idempotency-Key is still running.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        return await TryTakeAsync(fresh with { ETag = earlier.ETag }, body, cancellation);
    }

    private async Task<Outcome<KeyedStart>?> TryTakeAsync(KeyedRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var result = await WritesOf(request).Put(request).CommitAsync(store);
        return result.Succeeded
            ? (Outcome<KeyedStart>?)new KeyedStart(new KeyedTicket(request with { ETag = result.ETags[0] }, body), null)
            : null;
    }

    private static DocumentKey KeyOf(KeyedRequest request) =>
        request.UserId is { } userId
            ? new DocumentKey(Containers.UserData, userId, request.Id)
            : new DocumentKey(Containers.Identities, request.Id, request.Id);

    private static WriteSet WritesOf(KeyedRequest request) => new(KeyOf(request).Container, KeyOf(request).Partition);
}

/// <summary>How a request with a key begins: either to be carried out, or answered already.</summary>
/// <param name="Ticket">Carry it out, then complete or abandon this.</param>
/// <param name="Answer">Or give this answer.</param>
public sealed record KeyedStart(KeyedTicket? Ticket, KeptAnswer? Answer);

/// <summary>The right to carry out a request.</summary>
/// <param name="Request">The document that says so.</param>
/// <param name="Body">The body of the request.</param>
public sealed record KeyedTicket(KeyedRequest Request, ReadOnlyMemory<byte> Body);
