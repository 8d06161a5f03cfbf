namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>What keeps a file or folder from being used, in a sentence that says what to look at.</summary>
internal static class FileTrouble
{
    // Numbers of Unix as .NET hands them on, and of Windows.
    private static readonly int[] Full = [28, 69, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)]; // ENOSPC, EDQUOT
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)]; // EAGAIN, EWOULDBLOCK
    private static readonly int[] ReadOnly = [30, unchecked((int)0x80070013)]; // EROFS
    private static readonly int[] NoDescriptors = [23, 24, unchecked((int)0x80070004)]; // ENFILE, EMFILE

    /// <summary>Whether an error is of a kind that has a sentence.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>Whether somebody else has a file open and lets nobody else in.</summary>
    public static bool IsLocked(IOException error) => Locked.Contains(error.HResult);

    /// <summary>What is wrong with a path.</summary>
    public static string Describe(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => $"{path} cannot be used: this user may not read and write there.",
        IOException when Full.Contains(error.HResult) => $"{path} cannot be written: the disk is full.",
        IOException when ReadOnly.Contains(error.HResult) => $"{path} cannot be written: its file system is read-only.",
        IOException when NoDescriptors.Contains(error.HResult) => $"{path} cannot be opened: this process may not have so many files open (ulimit -n).",
        _ => $"{path} cannot be used: {error.Message}",
    };
}
