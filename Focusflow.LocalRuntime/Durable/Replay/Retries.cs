using Focusflow.LocalRuntime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>Calls activities and sub-orchestrations again when they fail, as the options say.</summary>
internal sealed class Retries(ILoggerFactory loggers)
{
    /// <summary>Calls until it succeeds or is given up; gives the result as JSON.</summary>
    public async Task<string?> RunAsync(ReplayContext context, string name, TaskRetryOptions? options, Func<Task<Answer>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await call();
            if (answer is TaskCompleted completed)
                return completed.Result;
            if (answer is SubOrchestrationCompleted sub)
                return sub.Result;

            var failure = answer is TaskFailed failed ? failed.Failure : ((SubOrchestrationFailed)answer).Failure;
            var error = new TaskFailedException(name, answer.Id, failure.ToDetails());
            if (options is null || failure.Final || !await AgainAsync(context, options, firstAttempt, attempt, error))
                throw error;
            context.CreateReplaySafeLogger("Microsoft.DurableTask").LogInformation(
                "{Instance}: '{Task}' failed and is tried again (attempt {Attempt} failed).", context.InstanceId, name, attempt);
        }
    }

    private async Task<bool> AgainAsync(
        ReplayContext context, TaskRetryOptions options, DateTime firstAttempt, int attempt, TaskFailedException error)
    {
        if (options.Handler is { } handler)
        {
            var sinceFirst = context.CurrentUtcDateTime - firstAttempt;
            return await handler(new RetryContext(context, attempt, error.FailureDetails, sinceFirst, CancellationToken.None));
        }

        if (options.Policy is not { } policy || Delay(context, policy, firstAttempt, attempt, error) is not { } delay)
            return false;
        await context.CreateTimer(delay, CancellationToken.None);
        return true;
    }

    /// <summary>How long to wait before the next attempt; null: give up.</summary>
    private TimeSpan? Delay(ReplayContext context, RetryPolicy policy, DateTime firstAttempt, int attempt, TaskFailedException error)
    {
        if (attempt >= policy.MaxNumberOfAttempts || !IsHandled(policy, error))
            return null;
        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime >= firstAttempt + policy.RetryTimeout)
            return null;

        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return wait < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : longest;
    }

    private bool IsHandled(RetryPolicy policy, TaskFailedException error)
    {
        try
        {
            return policy.Handle(error);
        }
        catch (Exception broken)
        {
            // The failure of the task must not be hidden by that of the filter.
            loggers.CreateLogger("Microsoft.DurableTask").LogError(broken, "A retry policy's filter failed; the task is not retried.");
            return false;
        }
    }
}
