using Focusflow.LocalRuntime.Foundation.Settings;

namespace Focusflow.LocalRuntime.Foundation.Storage;

/// <summary>The folder that one host keeps its data in, locked against a second host.</summary>
internal sealed class DataFolder : IDisposable
{
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
    public string Database => System.IO.Path.Combine(Path, "focusflow.db");

    /// <summary>Opens or makes a folder; null makes a temporary one.</summary>
    public static DataFolder Open(string? folder)
    {
        try
        {
            var path = folder is null
                ? Directory.CreateTempSubdirectory("focusflow-").FullName
                : Directory.CreateDirectory(folder).FullName;
            return new DataFolder(path, folder is null, Lock(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartRefusedException($"The data folder {folder} cannot be used: {error.Message}");
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
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Two hosts on one file would both run every timer and orchestration.
            throw new StartRefusedException($"The data folder {path} is in use by another host. Stop it, or name another folder with --data.");
        }
    }
}
