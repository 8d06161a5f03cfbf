namespace Focusflow.Tests.AzureStorage;

/// <summary>The machine's clock, off by as much as a test wants: the backend's own clock cannot be moved.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
