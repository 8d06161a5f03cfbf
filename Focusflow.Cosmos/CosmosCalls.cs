using System.Globalization;
using System.Net;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>
/// What all calls share: adding up request units, a limit of time, and telling an outage from a bug. What the service asks
/// to try again (429 throttling, 449 somebody else writes the same document at this very moment) the SDK tries again after
/// the time the service named; what comes through here has used up its budget.
/// </summary>
/// <param name="timeout">How long a call may take.</param>
/// <param name="gate">What calls wait for before their time begins.</param>
internal sealed class CosmosCalls(TimeSpan timeout, CosmosGate? gate = null)
{
    private const int RetryWith = 449;
    private const string SubStatus = "x-ms-substatus";
    private const string RetryAfter = "x-ms-retry-after-ms";

    /// <summary>
    /// Calls with a stream API. The answer is the caller's to dispose; statuses that mean an outage throw instead, unless
    /// the caller wants to see them.
    /// </summary>
    public Task<ResponseMessage> RunAsync(
        Func<CancellationToken, Task<ResponseMessage>> call, CancellationToken cancellation, Predicate<HttpStatusCode>? isWanted = null) =>
        RunAsync(call, response => new Answer(response.StatusCode, response.Headers, response.ErrorMessage), isWanted, cancellation);

    /// <summary>
    /// Writes one document. Throws <see cref="OutcomeUnknownException"/> when it may have been written all the same, and
    /// <see cref="StoreUnavailableException"/> when it was not.
    /// </summary>
    public Task<ResponseMessage> CommitAsync(Func<CancellationToken, Task<ResponseMessage>> call) =>
        CommitAsync(call, response => new Answer(response.StatusCode, response.Headers, response.ErrorMessage));

    /// <summary>Writes a batch, as <see cref="CommitAsync(Func{CancellationToken, Task{ResponseMessage}})"/> does.</summary>
    public Task<TransactionalBatchResponse> CommitAsync(Func<CancellationToken, Task<TransactionalBatchResponse>> call) =>
        CommitAsync(call, response => new Answer(response.StatusCode, response.Headers, response.ErrorMessage));

    /// <summary>For a status that no caller expects: a bug of ours.</summary>
    public static InvalidOperationException Unexpected(HttpStatusCode status, string? message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Cosmos DB answered {(int)status}: {message}"));

    private async Task<TResponse> RunAsync<TResponse>(
        Func<CancellationToken, Task<TResponse>> call,
        Func<TResponse, Answer> describe,
        Predicate<HttpStatusCode>? isWanted,
        CancellationToken cancellation)
        where TResponse : IDisposable
    {
        cancellation.ThrowIfCancellationRequested();
        if (gate is not null)
            await gate.PassAsync(cancellation);
        var response = await CallAsync(call, cancellation);
        var answer = describe(response);
        StoreUsage.Charged(answer.Headers.RequestCharge);
        if (!answer.IsOutage || isWanted?.Invoke(answer.Status) == true)
            return response;

        var outage = Unavailable(answer);
        response.Dispose();
        throw outage;
    }

    private async Task<TResponse> CommitAsync<TResponse>(Func<CancellationToken, Task<TResponse>> call, Func<TResponse, Answer> describe)
        where TResponse : IDisposable
    {
        try
        {
            return await RunAsync(call, describe, null, CancellationToken.None);
        }
        catch (StoreUnavailableException error) when (error.InnerException is not RefusedException)
        {
            throw new OutcomeUnknownException(error.Message, inner: error);
        }
    }

    private async Task<TResponse> CallAsync<TResponse>(Func<CancellationToken, Task<TResponse>> call, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(timeout);
        try
        {
            return await call(limited.Token);
        }
        catch (CosmosException error)
        {
            throw new StoreUnavailableException("The database cannot answer right now.", error.RetryAfter, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The database cannot be reached right now.", inner: error);
        }
    }

    private static StoreUnavailableException Unavailable(Answer answer) => new(
        answer.Status == HttpStatusCode.TooManyRequests
            ? "The database is busy right now."
            : string.Create(CultureInfo.InvariantCulture, $"The database cannot answer right now ({(int)answer.Status})."),
        answer.RetryAfter,
        answer.IsRefused ? new RefusedException(answer.Status, answer.Message) : Unexpected(answer.Status, answer.Message));

    /// <summary>The service has looked at the request and did not carry it out.</summary>
    private sealed class RefusedException(HttpStatusCode status, string? message)
        : Exception(string.Create(CultureInfo.InvariantCulture, $"Cosmos DB refused with {(int)status}: {message}"));

    private readonly record struct Answer(HttpStatusCode Status, Headers Headers, string? Message)
    {
        // A 404 with a sub-status means a missing container or a replica that lags behind the session, not a missing document.
        public bool IsOutage =>
            (int)Status is 401 or 403 or 408 or 410 or 429 or RetryWith or >= 500
            || (Status == HttpStatusCode.NotFound && Headers[SubStatus] is not (null or "" or "0"));

        /// <summary>Whether it is certain that nothing was written.</summary>
        public bool IsRefused => (int)Status is 401 or 403 or 404 or 429 or RetryWith;

        public TimeSpan? RetryAfter =>
            double.TryParse(Headers[CosmosCalls.RetryAfter], NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null;
    }
}
