using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Foundation.Sharing;

/// <summary>Expensive work of many clients on one machine: only so much at a time, in fair turns (<see cref="FairTurns"/>).</summary>
/// <param name="concurrent">How much is done at the same time.</param>
/// <param name="longestWait">How long anybody waits for a turn.</param>
/// <param name="busy">Says that it takes too long.</param>
/// <param name="tooMany">Says that the client itself wants too much.</param>
public sealed class SharedWork(int concurrent, TimeSpan longestWait, Problem busy, Problem tooMany)
{
    // Real time, as the work is: a virtual clock stands still meanwhile.
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly FairTurns turns = new(concurrent);

    private static double Now => Time.GetTimestamp() / (double)Time.TimestampFrequency;

    /// <summary>Does the work when it is the client's turn.</summary>
    /// <param name="who">Who has to wait for a turn.</param>
    /// <param name="work">The work; on a thread of its own, not that of a server that has others to serve.</param>
    /// <param name="isFree">Whether what ends well is not counted against the client.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Claimant who, Func<Task<Outcome<T>>> work, bool isFree, CancellationToken cancellation = default)
    {
        var (turn, retryAfter) = turns.Ask(who, Now);
        if (turn is null)
            return (who.Kind == ClaimantKind.Unknown ? busy : tooMany) with { RetryAfter = retryAfter };
        var (began, charged) = (0d, true);
        try
        {
            await turn.Granted.WaitAsync(longestWait, Time, cancellation);
            began = Now;
            var outcome = await Task.Run(work, cancellation);
            charged = !isFree || outcome.Problem is not null;
            return outcome;
        }
        catch (TimeoutException) when (began == 0)
        {
            return busy;
        }
        finally
        {
            turns.End(turn, charged && began > 0 ? Now - began : 0, Now);
        }
    }
}
