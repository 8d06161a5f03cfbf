using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.Sqlite;
using Microsoft.Data.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>The engine's tables. All instants are UTC ticks.</summary>
internal static class DurableTables
{
    /// <summary>The number of the form in which instances and their history are written; another number is another form.</summary>
    /// <remarks>
    /// 1, which no file names: turns in JSON. 2: turns in the events of Microsoft's runner. 3: timers with their instance.
    /// </remarks>
    public const int Format = 3;

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS durable_format (number INTEGER NOT NULL);

        CREATE TABLE IF NOT EXISTS durable_instances (
            number INTEGER PRIMARY KEY,       -- in the order they were created
            id TEXT NOT NULL UNIQUE,
            execution TEXT NOT NULL,          -- a new one with every start; answers to an older one are dropped
            name TEXT NOT NULL,
            status INTEGER NOT NULL,
            turn INTEGER NOT NULL,            -- how many turns of this execution are committed
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            input TEXT, output TEXT, custom_status TEXT,
            failure BLOB,                     -- a TaskFailureDetails of the runner
            tags TEXT, version TEXT,
            parent_id TEXT, parent_execution TEXT, parent_name TEXT, parent_task INTEGER,
            timers TEXT,                      -- what it waits for, see StoredTimers
            due INTEGER                       -- when the first of them is due
        );
        CREATE INDEX IF NOT EXISTS durable_instances_created ON durable_instances (created);
        CREATE INDEX IF NOT EXISTS durable_instances_due ON durable_instances (due) WHERE due IS NOT NULL;
        CREATE INDEX IF NOT EXISTS durable_instances_parent ON durable_instances (parent_id) WHERE parent_id IS NOT NULL;

        CREATE TABLE IF NOT EXISTS durable_history (
            instance TEXT NOT NULL,
            turn INTEGER NOT NULL,
            events BLOB NOT NULL,             -- one HistoryPart
            PRIMARY KEY (instance, turn)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS durable_inbox (
            instance TEXT NOT NULL,           -- may not exist yet
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            answer INTEGER NOT NULL,          -- 1: answers a call of the current execution
            event BLOB NOT NULL,              -- one HistoryEvent of the runner
            PRIMARY KEY (instance, seq)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS durable_activities (
            seq INTEGER PRIMARY KEY,
            instance TEXT NOT NULL,
            execution TEXT NOT NULL,
            task INTEGER NOT NULL,
            name TEXT NOT NULL,
            input TEXT
        );
        """;

    private static readonly string[] Tables =
        ["durable_format", "durable_instances", "durable_history", "durable_inbox", EarlierTimers.Table, "durable_activities"];

    /// <summary>
    /// Makes what is not there yet. What was written in the form before is taken over; in another it is replaced when nothing in it is
    /// under way, and otherwise refused: replaying it wrongly would be worse than not starting.
    /// </summary>
    /// <exception cref="StartRefusedException">Orchestrations that are under way were written in another form.</exception>
    public static void Create(SqliteSession session, string file)
    {
        var isEarlier = false;
        if (Exists(session, "durable_instances") && Found(session) is var found and not Format)
        {
            isEarlier = found == EarlierTimers.Format;
            if (isEarlier)
                EarlierTimers.PutAside(session);
            else if (Unfinished(session) is not 0)
            {
                throw new StartRefusedException(
                    $"The file {file} holds orchestrations that are under way and were written by another version of this program "
                    + $"(form {found}, this one reads {Format}): let that version bring them to an end, or delete the file or name another data folder.");
            }

            foreach (var table in isEarlier ? ["durable_format"] : Tables)
                session.Execute($"DROP TABLE IF EXISTS {table}");
        }

        session.Script(Schema);
        if (isEarlier)
            EarlierTimers.Move(session);
        session.Execute("INSERT INTO durable_format (number) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM durable_format)", Format);
    }

    private static int Found(SqliteSession session) =>
        Exists(session, "durable_format") ? Convert.ToInt32(session.Scalar("SELECT max(number) FROM durable_format") ?? 0) : 1;

    /// <summary>How many instances have not ended; null: it cannot be told.</summary>
    private static long? Unfinished(SqliteSession session)
    {
        try
        {
            return (long)session.Scalar($"SELECT count(*) FROM durable_instances WHERE status NOT IN {InstanceTable.Ended}")!;
        }
        catch (SqliteException)
        {
            return null; // a form so different that it does not even have a status
        }
    }

    private static bool Exists(SqliteSession session, string table) =>
        session.Scalar("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1", table) is not null;
}
