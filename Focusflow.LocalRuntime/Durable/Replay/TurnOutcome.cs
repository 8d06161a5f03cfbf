using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Storage;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>What a turn comes to, to be committed as one.</summary>
/// <param name="After">The instance after it.</param>
/// <param name="Turn">What is added to the history; null: nothing, as all it was told was out of date.</param>
/// <param name="Consumed">What it was told.</param>
/// <param name="CancelledTimers">The numbers of the timers that were cancelled.</param>
/// <param name="Carried">When it starts anew: the events that go along; else null.</param>
/// <param name="TerminateChildren">Whether its sub-orchestrations are to end too.</param>
internal sealed record TurnOutcome(
    InstanceRow After,
    Turn? Turn,
    IReadOnlyList<Message> Consumed,
    IReadOnlyList<int> CancelledTimers,
    IReadOnlyList<EventRaised>? Carried,
    bool TerminateChildren);
