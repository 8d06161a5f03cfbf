namespace Microsoft.DurableTask;

/// <summary>Retries a number of times, waiting longer each time.</summary>
public class RetryPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">How often it is tried in all, the first try included; at least 1.</param>
    /// <param name="firstRetryInterval">The wait before the second try.</param>
    /// <param name="backoffCoefficient">By what each wait is longer than the one before; at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait; an hour when not given.</param>
    /// <param name="retryTimeout">No try starts later than this after the first; no limit when not given.</param>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        if (maxNumberOfAttempts <= 0)
            throw new ArgumentOutOfRangeException(nameof(maxNumberOfAttempts), maxNumberOfAttempts, "Must be at least 1.");
        if (firstRetryInterval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(firstRetryInterval), firstRetryInterval, "Must be longer than zero.");
        if (backoffCoefficient < 1.0)
            throw new ArgumentOutOfRangeException(nameof(backoffCoefficient), backoffCoefficient, "Must be at least 1.");
        if (maxRetryInterval < firstRetryInterval && maxRetryInterval != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(maxRetryInterval), maxRetryInterval, "Must not be shorter than the first.");
        if (retryTimeout < firstRetryInterval && retryTimeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(retryTimeout), retryTimeout, "Must not be shorter than the first interval.");

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>How often it is tried in all.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait before the second try.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>By what each wait is longer than the one before.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>No try starts later than this after the first; infinite: no limit.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether an exception is retried.</summary>
    public Func<Exception, bool> Handle { get; private init; } = _ => true;

    /// <summary>Says of a failure whether it is retried.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = error =>
            value(error is TaskFailedException failed ? failed.FailureDetails : TaskFailureDetails.FromException(error));
    }
}
