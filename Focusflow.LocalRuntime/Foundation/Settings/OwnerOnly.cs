namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>Files and folders that nobody but their owner can read. On Windows a folder of the user's is so by itself.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderRights = FileRights | UnixFileMode.UserExecute;

    /// <summary>Makes a folder; one that is there is closed to others if nothing else lies in it but what this host knows.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="known">Names of files that show that a folder is this host's.</param>
    public static void MakeFolder(string folder, IReadOnlyCollection<string> known)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, FolderRights);
            return;
        }

        // A folder that is used for other things as well keeps the rights that somebody gave it.
        if (Directory.EnumerateFileSystemEntries(folder).All(entry => known.Contains(Path.GetFileName(entry), StringComparer.Ordinal)))
            Close(folder, FolderRights);
    }

    /// <summary>Closes a file to others if it is there; not what a link leads to.</summary>
    public static void Close(string file)
    {
        if (!OperatingSystem.IsWindows() && new FileInfo(file) is { Exists: true, LinkTarget: null })
            Close(file, FileRights);
    }

    /// <summary>Opens a file, or makes one that is closed to others from its first moment.</summary>
    public static FileStream Open(string file, FileMode mode, FileShare share = FileShare.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = FileRights;
        return new FileStream(file, how);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Close(string path, UnixFileMode mode)
    {
        try
        {
            if (File.GetUnixFileMode(path) != mode)
                File.SetUnixFileMode(path, mode);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's, who lets us use it (a volume mounted for a group, say); whether that is enough is seen next.
        }
    }
}
