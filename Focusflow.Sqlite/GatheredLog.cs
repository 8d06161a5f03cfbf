using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// A file layer (<c>sqlite3_vfs</c>) beneath SQLite that gathers what is written to the write-ahead log, and hands it to the operating
/// system in few pieces before it is synced, or read by whoever wrote it: SQLite itself hands on each page, and the 24 bytes before it,
/// alone. On Linux it syncs the data and where they lie, not when the file was last written, which that SQLite does not know to leave out.
/// Everything else is done by the layer that SQLite has. Others see a commit only after its sync, so this is for databases that sync with
/// every commit, and for no others.
/// </summary>
internal static unsafe partial class GatheredLog
{
    /// <summary>The name of the layer, for the connection string.</summary>
    public const string Name = "gathered-log";

    private const string Library = "e_sqlite3";
    private const int IsLog = 0x80000; // SQLITE_OPEN_WAL
    private const int FilePointer = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int NormalSync = 2; // SQLITE_SYNC_NORMAL
    private const int ReadWriteNotInherited = 0x80002; // O_RDWR | O_CLOEXEC

    // SQLite's layer for Unix writes less than 128 KB at once.
    private const int Most = 120 * 1024;

    private static readonly Lock Gate = new();
    private static Layer* below;
    private static Layer* own;
    private static Methods* methodsBelow;
    private static Methods* methods;

    /// <summary>Makes the layer known to SQLite.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (own is not null)
                return;
            below = Find(null);
            own = (Layer*)NativeMemory.Alloc((nuint)sizeof(Layer));
            *own = *below;
            own->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
            own->BytesOfFile += sizeof(Gathered);
            own->Open = &Open;
            _ = Register(own, makeDefault: 0);
        }
    }

    /// <summary>
    /// Syncs the file of a database itself; gives whether that went well. Each descriptor hears of a failure by itself, so that SQLite, which
    /// syncs by another one, hears of it, too.
    /// </summary>
    /// <param name="connection">A connection that nobody uses meanwhile.</param>
    public static bool SyncDatabase(sqlite3 connection)
    {
        OpenFile* file = null;
        return Control(connection.DangerousGetHandle(), "main", FilePointer, &file) == 0
            && file is not null && file->Methods is not null && file->Methods->Sync(file, NormalSync) == 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Layer* layer, byte* name, OpenFile* file, int flags, int* flagsOut)
    {
        var result = below->Open(below, name, file, flags, flagsOut);
        if (result != 0 || (flags & IsLog) == 0)
            return result;
        lock (Gate)
        {
            if (methods is null)
            {
                methodsBelow = file->Methods;
                methods = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
                *methods = *methodsBelow with { Close = &Close, Read = &Read, Write = &Write, Truncate = &Truncate, Sync = &Sync, Size = &Size };
            }
        }

        *Of(file) = new() { Path = name };
        if (file->Methods == methodsBelow) // another kind of file system may have others; its files are as they were
            file->Methods = methods;
        return result;
    }

    private static Gathered* Of(OpenFile* file) => (Gathered*)((byte*)file + below->BytesOfFile);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(OpenFile* file, byte* bytes, int count, long offset)
    {
        var gathered = Of(file);
        var goesOn = gathered->Length > 0 && offset == gathered->Offset + gathered->Length && count <= Most - gathered->Length;
        if (!goesOn)
        {
            var result = HandOn(file);
            if (result != 0 || count > Most)
                return result != 0 ? result : methodsBelow->Write(file, bytes, count, offset);
            gathered->Offset = offset;
        }

        if (gathered->Bytes is null)
            gathered->Bytes = (byte*)NativeMemory.Alloc(Most); // only the one who writes needs it
        Buffer.MemoryCopy(bytes, gathered->Bytes + gathered->Length, count, count);
        gathered->Length += count;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(OpenFile* file, int flags) => HandOn(file) is var result and not 0 ? result
        : OperatingSystem.IsLinux() && SyncsData(Of(file)) ? 0 : methodsBelow->Sync(file, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(OpenFile* file, byte* bytes, int count, long offset) =>
        HandOn(file) is var result and not 0 ? result : methodsBelow->Read(file, bytes, count, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(OpenFile* file, long size) => HandOn(file) is var result and not 0 ? result : methodsBelow->Truncate(file, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Size(OpenFile* file, long* size) => HandOn(file) is var result and not 0 ? result : methodsBelow->Size(file, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(OpenFile* file)
    {
        _ = HandOn(file); // what was not synced is no commit
        NativeMemory.Free(Of(file)->Bytes);
        if (Of(file)->Descriptor is > 0 and var descriptor)
            _ = CloseDescriptor(descriptor);
        *Of(file) = default;
        return methodsBelow->Close(file);
    }

    /// <summary>Hands on what is gathered. When that fails so does the transaction, which SQLite then takes back.</summary>
    private static int HandOn(OpenFile* file)
    {
        var gathered = Of(file);
        if (gathered->Length == 0)
            return 0;
        var length = gathered->Length;
        gathered->Length = 0;
        return methodsBelow->Write(file, gathered->Bytes, length, gathered->Offset);
    }

    // By a descriptor of its own, since SQLite keeps its own to itself; nobody locks this file, which closing one of them would undo.
    private static bool SyncsData(Gathered* gathered)
    {
        if (gathered->Descriptor == 0)
            gathered->Descriptor = OpenDescriptor(gathered->Path, ReadWriteNotInherited);
        return gathered->Descriptor > 0 && SyncData(gathered->Descriptor) == 0;
    }

    [LibraryImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDescriptor(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncData(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int Control(nint connection, string database, int operation, OpenFile** file);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_find")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial Layer* Find(byte* name);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int Register(Layer* layer, int makeDefault);

    /// <summary><c>sqlite3_vfs</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Layer
    {
        public int Version;
        public int BytesOfFile;
        public int LongestPath;
        public Layer* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, OpenFile*, int, int*, int> Open;
        public OtherFunctions Others;

        [InlineArray(15)]
        public struct OtherFunctions
        {
            private nint first;
        }
    }

    /// <summary><c>sqlite3_io_methods</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<OpenFile*, int> Close;
        public delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<OpenFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<OpenFile*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<OpenFile*, long*, int> Size;
        public OtherFunctions Others;

        [InlineArray(12)]
        public struct OtherFunctions
        {
            private nint first;
        }
    }

    /// <summary><c>sqlite3_file</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenFile
    {
        public Methods* Methods;
    }

    /// <summary>What lies behind the file of the layer below.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Gathered
    {
        public byte* Bytes;
        public byte* Path; // SQLite keeps it until the file is closed
        public long Offset;
        public int Length;
        public int Descriptor; // 0: not opened yet; less: could not be
    }
}
