using System.Text.Json.Nodes;
using Focusflow.LocalRuntime.Features.Durable.Storage;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>A page of orchestrations, the newest first.</summary>
/// <param name="Counts">How many of the newest 1,000 have which status.</param>
/// <param name="Names">The orchestrators of these.</param>
/// <param name="Orchestrations">The orchestrations.</param>
/// <param name="Continuation">Leads to the next page; null: this is the last.</param>
internal sealed record OrchestrationPage(
    IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Names, IReadOnlyList<OrchestrationView> Orchestrations, string? Continuation);

/// <summary>What a purge of many did.</summary>
/// <param name="Purged">How many are forgotten.</param>
internal sealed record PurgeView(int Purged);

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
/// <param name="Spans">What it waited for, in the order it began; its time line.</param>
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
    IReadOnlyList<SpanView> Spans,
    int LeftOut,
    IReadOnlyList<HistoryLine> History);

/// <summary>Something that an orchestration waited for.</summary>
/// <param name="Kind"><c>activity</c>, <c>timer</c> or <c>orchestration</c>.</param>
/// <param name="Name">The function; null for a timer.</param>
/// <param name="From">When it was asked for.</param>
/// <param name="To">When it was over; null: it is not.</param>
/// <param name="Failed">Whether it failed.</param>
internal sealed record SpanView(string Kind, string? Name, DateTimeOffset From, DateTimeOffset? To, bool Failed);

/// <summary>An event of a history.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Event">Such as <c>TaskScheduled</c>.</param>
/// <param name="Name">The function or event it is about.</param>
/// <param name="Due">When a timer is due.</param>
/// <param name="Data">The input or the result.</param>
internal sealed record HistoryLine(DateTimeOffset At, string Event, string? Name, DateTimeOffset? Due, JsonNode? Data);
