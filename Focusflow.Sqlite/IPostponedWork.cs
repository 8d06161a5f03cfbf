namespace Focusflow.Sqlite;

/// <summary>Work in a file that nobody waits for: done with what others write, or when nobody has written for a moment.</summary>
internal interface IPostponedWork
{
    /// <summary>Whether there is any.</summary>
    bool IsDue { get; }

    /// <summary>Does it, inside a transaction of the writer. What is rolled back is done with the next.</summary>
    void Run(SqliteSession session);
}
