using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>The engine's tables. All instants are UTC ticks.</summary>
internal static class DurableTables
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS durable_instances (
            id TEXT NOT NULL PRIMARY KEY,
            execution TEXT NOT NULL,          -- a new one with every start; answers to an older one are dropped
            name TEXT NOT NULL,
            status INTEGER NOT NULL,
            turn INTEGER NOT NULL,            -- how many turns of this execution are committed
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
            parent_id TEXT, parent_execution TEXT, parent_name TEXT, parent_task INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS durable_instances_created ON durable_instances (created, id);
        CREATE INDEX IF NOT EXISTS durable_instances_parent ON durable_instances (parent_id) WHERE parent_id IS NOT NULL;

        CREATE TABLE IF NOT EXISTS durable_history (
            instance TEXT NOT NULL,
            turn INTEGER NOT NULL,
            events TEXT NOT NULL,             -- one Turn as JSON
            PRIMARY KEY (instance, turn)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS durable_inbox (
            instance TEXT NOT NULL,           -- may not exist yet
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            answer INTEGER NOT NULL,          -- 1: answers a call of the current execution
            event TEXT NOT NULL,              -- one HistoryEvent as JSON
            PRIMARY KEY (instance, seq)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS durable_timers (
            instance TEXT NOT NULL,
            task INTEGER NOT NULL,            -- the number of the call; -1: the start of the instance
            copy INTEGER NOT NULL,            -- 1: delivered a second time
            due INTEGER NOT NULL,
            PRIMARY KEY (instance, task, copy)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS durable_timers_due ON durable_timers (due);

        CREATE TABLE IF NOT EXISTS durable_activities (
            seq INTEGER PRIMARY KEY,
            instance TEXT NOT NULL,
            execution TEXT NOT NULL,
            task INTEGER NOT NULL,
            name TEXT NOT NULL,
            input TEXT
        );
        """;

    /// <summary>Makes what is not there yet.</summary>
    public static void Create(SqliteSession session) => session.Execute(Schema);
}
