using Focusflow.LocalRuntime.Features.Durable.Storage;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>
/// What activities have answered and no turn was told of yet, kept in memory: the turn stores it. Until then a crash lets the activity
/// run again, as it does whenever one comes right before the answer is stored.
/// </summary>
internal sealed class UntoldAnswers
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ActivityAnswer>> answers = new(StringComparer.Ordinal);
    private bool closed;

    /// <summary>Adds an answer; false: nothing is taken any more.</summary>
    public bool TryAdd(ActivityAnswer answer)
    {
        lock (gate)
        {
            if (closed)
                return false;
            Of(answer.Activity.Instance).Add(answer);
            return true;
        }
    }

    /// <summary>Takes what an instance is to be told.</summary>
    public List<ActivityAnswer> Take(string instance)
    {
        lock (gate)
            return answers.Remove(instance, out var untold) ? untold : [];
    }

    /// <summary>Gives back what was taken for a turn and is not stored.</summary>
    public void PutBack(string instance, List<ActivityAnswer> untold)
    {
        lock (gate)
        {
            if (untold.Count > 0)
                Of(instance).InsertRange(0, untold);
        }
    }

    /// <summary>Takes nothing more; what was taken for a turn can still be given back.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    /// <summary>What is left, of all instances.</summary>
    public List<ActivityAnswer> TakeAll()
    {
        lock (gate)
        {
            List<ActivityAnswer> all = [.. answers.Values.SelectMany(untold => untold)];
            answers.Clear();
            return all;
        }
    }

    private List<ActivityAnswer> Of(string instance)
    {
        if (!answers.TryGetValue(instance, out var untold))
            answers.Add(instance, untold = []);
        return untold;
    }
}
