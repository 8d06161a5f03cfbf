using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>What a turn comes to, to be committed as one.</summary>
/// <param name="After">The instance after it.</param>
/// <param name="History">What is added to the history, as stored; null: nothing, as it starts anew with none.</param>
/// <param name="Consumed">What it was told.</param>
/// <param name="Actions">What its code asked for, in order.</param>
/// <param name="Carried">When it starts anew: the events that go along; else null.</param>
/// <param name="TerminateChildren">Whether its sub-orchestrations are to end too.</param>
internal sealed record TurnOutcome(
    InstanceRow After,
    byte[]? History,
    IReadOnlyList<Message> Consumed,
    IReadOnlyList<P.OrchestratorAction> Actions,
    IReadOnlyList<P.HistoryEvent>? Carried = null,
    bool TerminateChildren = false);
