using System.Diagnostics;

namespace Focusflow.Tests.Infrastructure;

/// <summary>Lets one test process at a time do something: several may run at once, also of one checkout.</summary>
internal static class FileLock
{
    /// <summary>Waits until nobody else has the lock of this name, and takes it; dispose of it to give it back.</summary>
    public static async Task<FileStream> TakeAsync(string name, TimeSpan patience)
    {
        var file = Path.Combine(Path.GetTempPath(), $"focusflow-{name}.lock");
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }
}
