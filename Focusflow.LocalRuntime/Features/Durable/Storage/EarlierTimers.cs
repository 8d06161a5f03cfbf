using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>
/// Instances as earlier versions stored them: by their id, and their timers in a table. They are moved when the engine starts, within
/// its transaction.
/// </summary>
internal static class EarlierTimers
{
    /// <summary>The number of that form.</summary>
    public const int Format = 2;

    /// <summary>The table of the timers.</summary>
    public const string Table = "durable_timers";

    private const string Aside = "durable_instances_earlier";

    /// <summary>Puts them aside.</summary>
    public static void PutAside(SqliteSession session)
    {
        session.Execute("DROP INDEX IF EXISTS durable_instances_created");
        session.Execute("DROP INDEX IF EXISTS durable_instances_parent");
        session.Execute($"ALTER TABLE durable_instances RENAME TO {Aside}");
    }

    /// <summary>Moves them.</summary>
    public static void Move(SqliteSession session)
    {
        session.Execute(
            $"INSERT INTO durable_instances ({InstanceTable.Written}) SELECT {InstanceTable.Written} FROM (SELECT *, "
            + $"(SELECT group_concat({StoredTimers.Sql}, ' ') FROM {Table} WHERE instance = id) AS timers, "
            + $"(SELECT min(due) FROM {Table} WHERE instance = id) AS due FROM {Aside}) ORDER BY created, id");
        session.Execute($"DROP TABLE {Aside}");
        session.Execute($"DROP TABLE {Table}");
    }
}
