using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Client;
using Focusflow.LocalRuntime.Features.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>Answers what orchestrations there are and what happened to one.</summary>
internal static class OrchestrationViews
{
    private const int MostEvents = 500;

    /// <summary><c>GET /runtime/orchestrations?status=Running&amp;prefix=reminder-&amp;limit=50&amp;continuation=</c></summary>
    public static async Task ListAsync(HttpContext http, DurableOverview overview)
    {
        if (await PageJson.LimitAsync(http) is not { } limit)
            return;
        OrchestrationRuntimeStatus[]? statuses = null;
        if (PageJson.Text(http, "status") is { } name)
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) || !Enum.IsDefined(status))
            {
                await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, $"{name} is no status of an orchestration.");
                return;
            }

            statuses = [status];
        }

        try
        {
            var search = new InstanceSearch(From: null, To: null, statuses, PageJson.Text(http, "prefix")) { NewestFirst = true };
            var (page, next) = overview.List(search, PageJson.Text(http, "continuation"), limit);
            await PageJson.WriteAsync(http, new OrchestrationPage(
                overview.Count().ToDictionary(count => count.Key.ToString(), count => count.Value),
                [.. page.Select(one => OrchestrationView.Of(one.Instance, one.NextTimer))],
                next));
        }
        catch (ArgumentException)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, "continuation must be what an earlier page gave.");
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
}
