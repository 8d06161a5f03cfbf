using System.Globalization;

namespace Focusflow.Tests;

/// <summary>
/// Random runs that can be repeated: every run has a seed of its own, and a failing one names it. Set the environment
/// variable FOCUSFLOW_SEED to run just that one.
/// </summary>
public static class Seeded
{
    public static void Runs(int count, Action<Random> run)
    {
        foreach (var seed in Seeds(count))
        {
            try
            {
                run(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(Named(seed, error), error);
            }
        }
    }

    public static async Task RunsAsync(int count, Func<Random, Task> run)
    {
        foreach (var seed in Seeds(count))
        {
            try
            {
                await run(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(Named(seed, error), error);
            }
        }
    }

    private static IEnumerable<int> Seeds(int count)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("FOCUSFLOW_SEED"), CultureInfo.InvariantCulture, out var one))
            return [one];
        var first = Random.Shared.Next();
        return Enumerable.Range(0, count).Select(i => unchecked(first + i));
    }

    private static string Named(int seed, Exception error) => $"FOCUSFLOW_SEED={seed}: {error.Message}";
}
