namespace Focusflow.ColdStart;

/// <summary>A worker's start.</summary>
/// <param name="What">What was started, and asked for first.</param>
/// <param name="Connected">When it had reported to the host; like the others after the start of its process.</param>
/// <param name="Loaded">When all functions were loaded.</param>
/// <param name="Answered">When the first answer was there.</param>
/// <param name="Processor">How long it had kept a processor busy by then.</param>
/// <param name="Refusals">How often its endpoint did not listen yet.</param>
internal sealed record Start(string What, TimeSpan Connected, TimeSpan Loaded, TimeSpan Answered, TimeSpan Processor, int Refusals);
