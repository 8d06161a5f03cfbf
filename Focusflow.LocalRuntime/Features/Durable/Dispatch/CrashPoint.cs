namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Lets a test kill an engine without grace: from then on nothing of it gets past a point.</summary>
/// <param name="after">How many points it passes before it dies.</param>
internal sealed class CrashPoint(int after)
{
    private readonly TaskCompletionSource crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = after;

    /// <summary>Ends when the engine has died.</summary>
    public Task Crashed => crashed.Task;

    /// <summary>Passes, or dies.</summary>
    public void Pass()
    {
        if (Interlocked.Decrement(ref left) >= 0)
            return;
        crashed.TrySetResult();
        throw new CrashedException();
    }
}

/// <summary>The engine was killed by a test.</summary>
internal sealed class CrashedException : Exception;
