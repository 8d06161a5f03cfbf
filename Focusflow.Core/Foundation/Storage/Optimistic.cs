using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>Optimistic concurrency: read, decide, commit if unchanged, else again.</summary>
public static class Optimistic
{
    /// <summary>How often a lost race is tried again before the caller is told.</summary>
    public const int MaxAttempts = 96;

    // Pauses grow to 64 ms. They must be longer than a commit takes, or a dozen who write the same document only meet anew; much longer
    // ones leave the document to those who come later, who then win every time.
    private const int MostDoublings = 6;

    /// <summary>
    /// Runs an attempt until it gives an outcome. An attempt answers null when its commit lost a race; it must read
    /// everything anew each time. After <see cref="MaxAttempts"/> the answer is <see cref="Problem.Contention"/>.
    /// </summary>
    public static async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>?>> attempt, CancellationToken cancellation = default)
    {
        for (var tries = 1; tries <= MaxAttempts; tries++)
        {
            if (await attempt() is { } outcome)
                return outcome;

            // The pause only spreads competing writers; nothing depends on its length, so it is real time also in tests.
            if (tries > 2)
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1 << Math.Min(tries, MostDoublings))), TimeProvider.System, cancellation);
        }

        return Problem.Contention;
    }
}
