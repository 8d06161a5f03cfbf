using System.Runtime.InteropServices;
using Focusflow.LocalRuntime.Foundation.Settings;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>
/// How many connections there may be, so that the process does not run out of file descriptors: it would not fail at the connection
/// that was one too many, but wherever a file is opened next.
/// </summary>
internal static class Descriptors
{
    // What the process needs for itself: its assemblies (each takes two), the database (each reader takes two), calls to others.
    private const ulong Needed = 320;
    private const ulong LeastConnections = 16;

    // Where nobody would get there before memory ends.
    private const ulong Plenty = 100_000;

    /// <summary>
    /// The most connections, or null where the limit is of no interest or not known. Throws <see cref="StartRefusedException"/> when
    /// there would be too few for the process itself.
    /// </summary>
    public static long? MostConnections() => OperatingSystem.IsWindows() || Limit() is not { } limit ? null : MostConnections(limit);

    /// <summary>The same for a limit.</summary>
    internal static long? MostConnections(ulong limit)
    {
        if (limit >= Plenty)
            return null;
        return limit >= Needed + LeastConnections
            ? (long)(limit - Math.Max(Needed, limit / 8))
            : throw new StartRefusedException(
                $"This process may have {limit} files open at a time and needs {Needed + LeastConnections}. Raise the limit, such as by: ulimit -n 1024");
    }

    private static ulong? Limit() => GetLimit(OperatingSystem.IsLinux() ? 7 : 8, out var limit) == 0 ? limit.Soft : null;

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
