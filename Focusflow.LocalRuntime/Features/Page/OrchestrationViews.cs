using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Client;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>Answers what orchestrations there are and what happened to one.</summary>
internal static class OrchestrationViews
{
    private const int MostEvents = 500;
    private const int MostPurged = 10_000;
    private const int PurgePage = 200;

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary><c>GET /runtime/orchestrations?status=Running&amp;name=TaskReminder&amp;user=ann@example.com&amp;from=...&amp;to=...&amp;prefix=reminder-&amp;limit=50&amp;continuation=</c></summary>
    public static async Task ListAsync(HttpContext http, DurableOverview overview, DocumentViews documents)
    {
        if (await PageJson.LimitAsync(http) is not { } limit || await SearchAsync(http, documents) is not { } search)
            return;
        try
        {
            var (page, next) = overview.List(search, PageJson.Text(http, "continuation"), limit);
            await PageJson.WriteAsync(http, new OrchestrationPage(
                overview.Count().ToDictionary(count => count.Key.ToString(), count => count.Value),
                overview.Names(),
                [.. page.Select(one => OrchestrationView.Of(one.Instance, one.NextTimer))],
                next));
        }
        catch (ArgumentException)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, "continuation must be what an earlier page gave.");
        }
    }

    /// <summary>
    /// <c>POST /runtime/orchestrations/purge</c> with the filters of the list: forgets those found that have ended, 10,000 at a time.
    /// </summary>
    public static async Task PurgeAsync(HttpContext http, DurableOverview overview, DocumentViews documents, DurableEngine engine)
    {
        if (await SearchAsync(http, documents) is not { } search)
            return;
        search = search with { Statuses = [.. Ended.Where(status => search.Statuses?.Contains(status) ?? true)] };
        var purged = 0;
        for (string? next = null; search.Statuses.Count > 0 && purged < MostPurged;)
        {
            (var page, next) = overview.List(search, next, PurgePage);
            foreach (var (instance, _) in page)
                purged += (await engine.Client.PurgeInstanceAsync(instance.Id, http.RequestAborted)).PurgedInstanceCount;
            if (next is null)
                break;
        }

        await PageJson.WriteAsync(http, new PurgeView(purged));
    }

    /// <summary>What the filters ask for; null after having answered 400.</summary>
    private static async Task<InstanceSearch?> SearchAsync(HttpContext http, DocumentViews documents)
    {
        OrchestrationRuntimeStatus[]? statuses = null;
        if (PageJson.Text(http, "status") is { } name)
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) || !Enum.IsDefined(status))
                return await RefuseAsync($"{name} is no status of an orchestration.");
            statuses = [status];
        }

        var (from, to) = (PageJson.Text(http, "from"), PageJson.Text(http, "to"));
        DateTimeOffset since = default, until = default;
        if ((from is not null && !IsoTime.TryInstant(from, out since)) || (to is not null && !IsoTime.TryInstant(to, out until)))
            return await RefuseAsync("from and to must be timestamps such as 2025-09-29T17:00:00Z.");

        // Nobody's orchestrations are those of an address that nobody has.
        var user = PageJson.Text(http, "user") is { } text ? await documents.FindUserAsync(text, http.RequestAborted) ?? Guid.Empty : (Guid?)null;
        return new InstanceSearch(from is null ? null : since.UtcTicks, to is null ? null : until.UtcTicks, statuses, PageJson.Text(http, "prefix"))
        {
            Name = PageJson.Text(http, "name"),
            User = user,
            NewestFirst = true,
        };

        async Task<InstanceSearch?> RefuseAsync(string sentence)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, sentence);
            return null;
        }
    }

    /// <summary><c>GET /runtime/orchestrations/{id}</c></summary>
    public static Task ReadAsync(HttpContext http, DurableOverview overview, DurableEngine engine)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (engine.ReadInstance(id) is not { } instance)
            return HostEndpoints.RefuseAsync(http, StatusCodes.Status404NotFound, $"There is no orchestration {id}.");

        var found = instance.Metadata;
        var history = History(instance.History);
        return PageJson.WriteAsync(http, new OrchestrationDetail(
            found.InstanceId,
            found.Name,
            found.RuntimeStatus.ToString(),
            found.CreatedAt,
            found.LastUpdatedAt,
            overview.NextTimer(id),
            MaskedJson.Of(found.SerializedInput),
            MaskedJson.Of(found.SerializedOutput),
            MaskedJson.Of(found.SerializedCustomStatus),
            found.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : null,
            Spans(instance.History),
            Math.Max(0, history.Length - MostEvents),
            history.Length > MostEvents ? history[^MostEvents..] : history));
    }

    /// <summary>The events without the begins of turns, answers with the names of what they answer.</summary>
    private static HistoryLine[] History(IReadOnlyList<DurableHistoryEntry> history)
    {
        var calls = new Dictionary<int, DurableHistoryEntry>();
        var lines = new List<HistoryLine>();
        foreach (var entry in history)
        {
            if (entry.EventId >= 0)
                calls[entry.EventId] = entry;
            if (entry.EventType == "OrchestratorStarted")
                continue;
            var call = entry.TaskScheduledId is { } id ? calls.GetValueOrDefault(id) : null;
            lines.Add(new HistoryLine(
                entry.Timestamp, entry.EventType, entry.Name ?? call?.Name, entry.FireAt ?? call?.FireAt, MaskedJson.Of(entry.Input ?? entry.Result)));
        }

        return [.. lines];
    }

    /// <summary>Each call with its answer.</summary>
    private static SpanView[] Spans(IReadOnlyList<DurableHistoryEntry> history)
    {
        var answers = history.Where(entry => entry.TaskScheduledId is not null)
            .GroupBy(entry => entry.TaskScheduledId!.Value).ToDictionary(group => group.Key, group => group.First());
        return
        [
            .. from entry in history
               let kind = entry.EventType switch
               {
                   "TaskScheduled" => "activity",
                   "TimerCreated" => "timer",
                   "SubOrchestrationInstanceCreated" => "orchestration",
                   _ => null,
               }
               where kind is not null
               let answer = answers.GetValueOrDefault(entry.EventId)
               select new SpanView(
                   kind, entry.Name, entry.Timestamp, answer?.Timestamp, answer?.EventType.EndsWith("Failed", StringComparison.Ordinal) == true),
        ];
    }
}
