using System.Text.Json.Serialization;

namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>One turn of an orchestrator: what it was told, and what its code then asked for.</summary>
/// <param name="At">The turn's time (UTC ticks); what the code sees as the current time.</param>
/// <param name="In">What it was told, in order.</param>
/// <param name="Out">What it asked for, in order.</param>
internal sealed record Turn(long At, IReadOnlyList<HistoryEvent> In, IReadOnlyList<HistoryEvent> Out)
{
    /// <summary>How many entries of the listed history it makes: itself and all it holds.</summary>
    [JsonIgnore]
    public int Entries => 1 + In.Count + Out.Count;

    /// <summary>The turn's time as the code sees it.</summary>
    [JsonIgnore]
    public DateTime Time => new(At, DateTimeKind.Utc);
}
