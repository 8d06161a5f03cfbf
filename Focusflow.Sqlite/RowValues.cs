using System.Runtime.InteropServices;

namespace Focusflow.Sqlite;

/// <summary>
/// Reads values out of the row that a statement stands at. A list reads hundreds of them, each in a few nanoseconds, and asking through
/// SQLitePCL takes longer than the answer: it guards the statement's handle at each call, and tells the garbage collector. What is called
/// here neither waits nor calls back, and the session that uses a statement holds it. No statement (0) has no values.
/// </summary>
internal static partial class RowValues
{
    private const string Library = "e_sqlite3";

    /// <summary>Text or bytes; they stay where they are until the next step.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var first = Blob(statement, column); // asked before the length, which is that of what it has given
        return new ReadOnlySpan<byte>(first, Length(statement, column));
    }

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial long Number(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial int Type(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static unsafe partial void* Blob(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int Length(nint statement, int column);
}
