namespace Microsoft.DurableTask;

/// <summary>What a retry handler is told.</summary>
/// <param name="OrchestrationContext">The orchestration; a handler may wait on its timers and must be as deterministic as it.</param>
/// <param name="LastAttemptNumber">The number of the attempt that failed, counted from 1.</param>
/// <param name="LastFailure">How it failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt began.</param>
/// <param name="CancellationToken">Not used; for handlers that want one.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

/// <summary>Says whether a failed task is tried again.</summary>
/// <param name="retryContext">What failed.</param>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Says whether a failed task is tried again; may wait on durable timers before.</summary>
/// <param name="retryContext">What failed.</param>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
