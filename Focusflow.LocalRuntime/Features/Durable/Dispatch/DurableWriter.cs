using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Writes to the file, past the places where a test lets the engine die.</summary>
internal sealed class DurableWriter(SqliteDatabase database, CrashPoint? crash)
{
    /// <summary>Writes within one transaction; ends after the commit.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write)
    {
        crash?.Pass();
        var result = await database.WriteAsync(session =>
        {
            crash?.Pass();
            var written = write(session);
            crash?.Pass();
            return written;
        });
        crash?.Pass();
        return result;
    }
}
