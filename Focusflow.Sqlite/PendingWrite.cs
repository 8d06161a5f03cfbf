namespace Focusflow.Sqlite;

/// <summary>A write that waits for the writer, and for the commit that it shares with others.</summary>
internal abstract class PendingWrite
{
    /// <summary>Whether more is about to be written that should share its transaction.</summary>
    public bool Joins { get; init; }

    /// <summary>Writes, inside a transaction; a second time when the first transaction was not committed.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>It is committed: answer the caller.</summary>
    public abstract void Complete();

    /// <summary>Nothing of it is stored: tell the caller.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
/// <param name="state">What it needs.</param>
/// <param name="write">Writes.</param>
/// <param name="ended">Is told on the writer's thread what has come of it before the caller is: the answer, or none when nothing is stored.</param>
internal sealed class PendingWrite<TState, T>(TState state, Func<SqliteSession, TState, T> write, Action<TState, T?>? ended = null) : PendingWrite
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Task => completion.Task;

    public override void Run(SqliteSession session) => result = write(session, state);

    public override void Complete()
    {
        ended?.Invoke(state, result);
        completion.SetResult(result);
    }

    public override void Fail(Exception error)
    {
        ended?.Invoke(state, default);
        completion.SetException(error);
    }
}
