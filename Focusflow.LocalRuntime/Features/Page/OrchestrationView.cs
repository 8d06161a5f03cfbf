using System.Text.Json.Nodes;
using Focusflow.LocalRuntime.Features.Durable.Storage;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>A page of orchestrations, the newest first.</summary>
/// <param name="Counts">How many of the newest 1,000 have which status.</param>
/// <param name="Orchestrations">The orchestrations.</param>
/// <param name="Continuation">Leads to the next page; null: this is the last.</param>
internal sealed record OrchestrationPage(
    IReadOnlyDictionary<string, int> Counts, IReadOnlyList<OrchestrationView> Orchestrations, string? Continuation);

/// <summary>An orchestration in a list; instants in UTC.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its orchestrator.</param>
/// <param name="Status">Such as <c>Running</c>.</param>
/// <param name="Created">When it was started.</param>
/// <param name="Updated">When something happened last.</param>
/// <param name="NextTimer">When its next timer is due; null: it waits for none.</param>
/// <param name="Parent">The id of the orchestration that called it; null: none did.</param>
internal sealed record OrchestrationView(
    string Id, string Name, string Status, DateTimeOffset Created, DateTimeOffset Updated, DateTimeOffset? NextTimer, string? Parent)
{
    public static OrchestrationView Of(InstanceRow row, DateTimeOffset? nextTimer) => new(
        row.Id,
        row.Name,
        row.Status.ToString(),
        new DateTimeOffset(row.Created, TimeSpan.Zero),
        new DateTimeOffset(row.Updated, TimeSpan.Zero),
        nextTimer,
        row.Parent?.Id);
}

/// <summary>An orchestration with its history. Secrets are masked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its orchestrator.</param>
/// <param name="Status">Such as <c>Running</c>.</param>
/// <param name="Created">When it was started.</param>
/// <param name="Updated">When something happened last.</param>
/// <param name="NextTimer">When its next timer is due; null: it waits for none.</param>
/// <param name="Input">Its input.</param>
/// <param name="Output">Its output.</param>
/// <param name="CustomStatus">What it says of itself.</param>
/// <param name="Failure">Why it failed; null: it did not.</param>
/// <param name="LeftOut">How many of the oldest events are left out.</param>
/// <param name="History">What happened, oldest first.</param>
internal sealed record OrchestrationDetail(
    string Id,
    string Name,
    string Status,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    DateTimeOffset? NextTimer,
    JsonNode? Input,
    JsonNode? Output,
    JsonNode? CustomStatus,
    string? Failure,
    int LeftOut,
    IReadOnlyList<HistoryLine> History);

/// <summary>An event of a history.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Event">Such as <c>TaskScheduled</c>.</param>
/// <param name="Name">The function or event it is about.</param>
/// <param name="Due">When a timer is due.</param>
/// <param name="Data">The input or the result.</param>
internal sealed record HistoryLine(DateTimeOffset At, string Event, string? Name, DateTimeOffset? Due, JsonNode? Data);
