namespace Focusflow.Tests;

/// <summary>How long a test waits for what happens in its own time: so long that only what never comes fails, however busy the machine.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
}
