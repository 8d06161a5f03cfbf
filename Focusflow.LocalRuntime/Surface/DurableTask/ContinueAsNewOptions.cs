namespace Microsoft.DurableTask;

/// <summary>How an orchestration starts anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the new start.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that were not yet taken are kept for the new start; true when not said.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
