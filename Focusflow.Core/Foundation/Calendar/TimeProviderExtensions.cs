namespace Focusflow.Core.Foundation.Calendar;

/// <summary>The server's clock as the domain reads it.</summary>
public static class TimeProviderExtensions
{
    /// <summary>Now in UTC, cut to whole milliseconds: what a browser can hold, so an instant survives the round trip.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
