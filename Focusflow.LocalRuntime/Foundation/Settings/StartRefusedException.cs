namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>The host does not start, for reasons that the developer can mend. No bug, so no stack trace is shown.</summary>
/// <param name="reasons">The reasons, a sentence each.</param>
public sealed class StartRefusedException(params IReadOnlyList<string> reasons)
    : Exception(string.Join(Environment.NewLine, reasons))
{
    /// <summary>The reasons, a sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
