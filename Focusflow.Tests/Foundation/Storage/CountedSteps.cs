using Focusflow.Sqlite;
using SQLitePCL;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// SQLite's own measure of how far a read had to look: the instructions of its virtual machine, a handful for every row or
/// index entry passed. Unlike time it is the same on every machine and in every run.
/// </summary>
internal static class CountedSteps
{
    public static async Task<int> OfAsync(SqliteDatabase database, Func<Task> read)
    {
        var steps = 0;
        delegate_progress count = _ =>
        {
            steps++;
            return 0;
        };
        Watch(database, count);
        await read();
        Watch(database, handler: null);
        GC.KeepAlive(count);
        return steps;
    }

    // One caller at a time has one reader, which is taken again and again.
    private static void Watch(SqliteDatabase database, delegate_progress? handler) => database.Read(session =>
    {
        raw.sqlite3_progress_handler(session.Connection.Handle!, 1, handler!, v: null!);
        return true;
    });
}
