using System.Globalization;

namespace Focusflow.Tests;

/// <summary>
/// Random runs that can be repeated: every run has a seed of its own, and a failing one names it. They are the same each time,
/// so that a suite that has passed passes again; to look further, set the environment variable FOCUSFLOW_SOAK to how many times as many
/// runs there are to be, each with a new seed. FOCUSFLOW_SEED runs just that one.
/// </summary>
public static class Seeded
{
    /// <summary>How many times as much is to be tried as usual.</summary>
    public static int Times { get; } = Setting("FOCUSFLOW_SOAK") ?? 1;

    private static int First { get; } = Setting("FOCUSFLOW_SOAK") is null ? 1 : Random.Shared.Next();

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

    private static IEnumerable<int> Seeds(int count) => Setting("FOCUSFLOW_SEED") is { } one
        ? [one]
        : Enumerable.Range(0, count * Times).Select(i => unchecked(First + i));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Named(int seed, Exception error) => $"FOCUSFLOW_SEED={seed}: {error.Message}";
}
