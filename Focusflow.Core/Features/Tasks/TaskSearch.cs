using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// Lists of tasks, where those that look for a text take turns: they read every task that no other filter rules out, and one
/// user's many searches must not keep the others' requests waiting.
/// </summary>
/// <param name="tasks">Reads the lists.</param>
public sealed class TaskSearch(TaskUseCases tasks)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly Problem Busy = new(ProblemCodes.Overloaded, "Too much is being searched right now. Try again in a moment.")
    {
        RetryAfter = LongestWait,
    };

    private static readonly Problem TooMany = new(ProblemCodes.RateLimited, "Too many of your searches are waiting already.");

    // One core stays free for everything else.
    private readonly SharedWork searches = new(Math.Max(1, Environment.ProcessorCount - 1), LongestWait, Busy, TooMany);

    /// <summary>One page of a list, as <see cref="TaskUseCases.ListAsync"/> reads it; 429 when the user searches too much at once.</summary>
    public Task<Outcome<TaskPage>> ListAsync(
        Caller caller, TaskFilter filter, int limit, string? cursor, CancellationToken cancellation = default) =>
        filter.Search is null
            ? tasks.ListAsync(caller, filter, limit, cursor, cancellation)
            : searches.RunAsync(
                Claimant.Of(caller.UserId), () => tasks.ListAsync(caller, filter, limit, cursor, cancellation), isFree: false, cancellation);
}
