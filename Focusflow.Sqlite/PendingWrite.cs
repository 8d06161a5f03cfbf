namespace Focusflow.Sqlite;

/// <summary>A write that waits for the writer, and for the commit that it shares with others.</summary>
internal abstract class PendingWrite
{
    /// <summary>Writes, inside the group's transaction; throws what the write throws only when that has ended the transaction.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The group is committed: answer the caller.</summary>
    public abstract void Complete();

    /// <summary>The group is lost: tell the caller.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class PendingWrite<TState, T>(TState state, Func<SqliteSession, TState, T> write, bool singleStatement) : PendingWrite
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;
    private Exception? failure;

    public Task<T> Task => completion.Task;

    public override void Run(SqliteSession session)
    {
        if (!singleStatement)
            session.Run("SAVEPOINT work");
        try
        {
            result = write(session, state);
            if (!singleStatement)
                session.Run("RELEASE work");
        }
        catch (Exception error)
        {
            failure = error;
            if (!session.IsInTransaction)
                throw; // SQLite has rolled back everybody's (a full disk does that); what follows would be written outside of it
            if (!singleStatement)
            {
                session.Run("ROLLBACK TO work");
                session.Run("RELEASE work");
            }
        }
    }

    public override void Complete()
    {
        if (failure is null)
            completion.SetResult(result);
        else
            completion.SetException(failure);
    }

    public override void Fail(Exception error) => completion.TrySetException(failure ?? error);
}
