using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Writes to the file, past the places where a test lets the engine die.</summary>
internal sealed class DurableWriter(SqliteDatabase database, CrashPoint? crash)
{
    /// <summary>Writes within one transaction; ends after the commit.</summary>
    /// <param name="write">Writes.</param>
    /// <param name="joins">Whether the caller goes on and will write more, which the transaction then waits for a moment.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write, bool joins = false)
    {
        crash?.Pass();
        var result = await database.WriteAsync(
            (crash, write),
            static (session, what) =>
            {
                what.crash?.Pass();
                var written = what.write(session);
                what.crash?.Pass();
                return written;
            },
            joins);
        crash?.Pass();
        return result;
    }
}
