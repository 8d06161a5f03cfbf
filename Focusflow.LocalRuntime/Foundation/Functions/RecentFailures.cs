namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>The last failures of functions, for people who look at them; orchestrations keep their own.</summary>
/// <param name="now">Tells the time.</param>
internal sealed class RecentFailures(Func<DateTimeOffset> now)
{
    private const int Most = 50;

    private readonly Lock gate = new();
    private readonly Queue<RecentFailure> failures = new();

    /// <summary>The failures, the latest first.</summary>
    public IReadOnlyList<RecentFailure> Latest
    {
        get
        {
            lock (gate)
                return [.. failures.Reverse()];
        }
    }

    /// <summary>Notes a failure.</summary>
    public RecentFailure Add(string function, Exception error)
    {
        var failure = new RecentFailure(function, now(), error.GetType().ToString(), error.Message);
        lock (gate)
        {
            if (failures.Count == Most)
                failures.Dequeue();
            failures.Enqueue(failure);
        }

        return failure;
    }
}

/// <summary>An exception that a function let out.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Error">The exception's type.</param>
/// <param name="Message">Its message.</param>
internal sealed record RecentFailure(string Function, DateTimeOffset At, string Error, string Message);
