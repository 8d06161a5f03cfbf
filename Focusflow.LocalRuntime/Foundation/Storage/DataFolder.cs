using Focusflow.LocalRuntime.Foundation.Settings;

namespace Focusflow.LocalRuntime.Foundation.Storage;

/// <summary>The folder that one host keeps its data in: locked against a second host, and its owner's alone.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";
    private const string DatabaseName = "focusflow.db";

    private static readonly string[] Known =
        [LockName, DatabaseName, $"{DatabaseName}-wal", $"{DatabaseName}-shm", $"{DatabaseName}-journal", HostSecrets.FileName, HostSecrets.DraftName, "mail", "pictures"];

    private readonly FileStream mark;

    private DataFolder(string path, bool temporary, FileStream mark)
    {
        Path = path;
        Temporary = temporary;
        this.mark = mark;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Whether it is deleted at the end.</summary>
    public bool Temporary { get; }

    /// <summary>The file of the store, the orchestrations and the timers.</summary>
    public string Database => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Opens or makes a folder; null makes a temporary one.</summary>
    public static DataFolder Open(string? folder)
    {
        var path = folder ?? System.IO.Path.GetTempPath();
        FileStream? locked = null;
        try
        {
            if (folder is null)
                path = Directory.CreateTempSubdirectory("focusflow-").FullName;
            else
                OwnerOnly.MakeFolder(path = System.IO.Path.GetFullPath(folder), Known);
            locked = Lock(path);
            CloseFiles(path);
            return new DataFolder(path, folder is null, locked);
        }
        catch (Exception error) when (FileTrouble.Is(error) || error is ArgumentException or NotSupportedException)
        {
            locked?.Dispose();
            throw new StartRefusedException($"The data folder {FileTrouble.Describe(path, error)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mark.Dispose();
        if (!Temporary)
            return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Somebody looks into it; the system cleans its temporary folder by itself.
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return OwnerOnly.Open(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate);
        }
        catch (IOException error) when (FileTrouble.IsLocked(error))
        {
            // Two hosts on one file would both run every timer and orchestration.
            throw new StartRefusedException($"The data folder {path} is in use by another host. Stop it, or name another folder with --data.");
        }
    }

    private static void CloseFiles(string path)
    {
        // SQLite gives its other files the rights of this one.
        using (OwnerOnly.Open(System.IO.Path.Combine(path, DatabaseName), FileMode.OpenOrCreate, FileShare.ReadWrite))
        {
            // Only made; an empty file is an empty database.
        }

        foreach (var name in Known)
            OwnerOnly.Close(System.IO.Path.Combine(path, name));
    }
}
