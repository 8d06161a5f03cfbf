using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>What is wrong with the file or its disk, as opposed to what is wrong with a statement.</summary>
public static class SqliteOutage
{
    /// <summary>Whether an error is not the program's: somebody has to look at the machine.</summary>
    public static bool Is(SqliteException error) => Sentence(error) is not null;

    /// <summary>Whether the file itself is to blame, and will be tomorrow.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is 11 or 26;

    /// <summary>What is wrong, in a sentence.</summary>
    public static string Describe(SqliteException error) => Sentence(error) ?? error.Message;

    // https://sqlite.org/rescode.html
    private static string? Sentence(SqliteException error) => error.SqliteErrorCode switch
    {
        3 or 23 => "The database file may not be used by this user.",
        5 or 6 => "The database file is locked by another program.",
        7 => "There is not enough memory for the database.",
        8 => "The database file cannot be written: it, its folder or its file system is read-only.",
        10 => "The database file cannot be read or written (an error of its disk or file system).",
        11 => "The database file is damaged.",
        13 => "The disk is full.",
        14 => "The database file cannot be opened.",
        26 => "The file is no database.",
        _ => null,
    };
}
