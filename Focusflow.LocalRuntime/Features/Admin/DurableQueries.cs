using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>Reads orchestrations for the HTTP API of the durable extension.</summary>
internal static class DurableQueries
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    /// <summary>One instance: 200 when it has ended, else 202; <c>showHistory=true</c> adds what happened.</summary>
    public static async Task ReadAsync(HttpContext http, DurableEngine engine)
    {
        var query = http.Request.Query;
        var id = (string)http.Request.RouteValues["id"]!;
        if (engine.ReadInstance(id) is not { } instance)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!instance.Metadata.IsCompleted)
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        await DurableJson.WriteAsync(http, json => DurableJson.Instance(
            json, instance.Metadata, !Is(query["showInput"], "false"), Is(query["showHistory"], "true") ? instance.History : null));
    }

    /// <summary>
    /// Many instances: <c>runtimeStatus</c> (a list), <c>createdTimeFrom</c>, <c>createdTimeTo</c>, <c>instanceIdPrefix</c>,
    /// <c>top</c>, <c>showInput</c>; the header x-ms-continuation-token leads to the next page.
    /// </summary>
    public static async Task ListAsync(HttpContext http, DurableEngine engine)
    {
        var request = http.Request.Query;
        var (filter, error) = Filter(request);
        if (filter is null)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, error!);
            return;
        }

        string? token = http.Request.Headers[ContinuationHeader];
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses)
        {
            InstanceIdPrefix = request["instanceIdPrefix"] is [{ Length: > 0 } prefix] ? prefix : null,
            PageSize = int.TryParse(request["top"], out var top) && top > 0 ? top : OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs = true,
            ContinuationToken = string.IsNullOrEmpty(token) ? null : token,
        };
        await foreach (var page in engine.Client.GetAllInstancesAsync(query).AsPages())
        {
            if (page.ContinuationToken is { } next)
                http.Response.Headers[ContinuationHeader] = next;
            await DurableJson.WriteAsync(http, json => DurableJson.Instances(json, page.Values, !Is(request["showInput"], "false")));
            return;
        }

        await DurableJson.WriteAsync(http, json => DurableJson.Instances(json, [], showInput: false));
    }

    /// <summary>Deletes the ended instances that a filter finds; it must say since when.</summary>
    public static async Task PurgeAsync(HttpContext http, DurableEngine engine)
    {
        var (filter, error) = Filter(http.Request.Query);
        if (filter?.CreatedFrom is null)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, error ?? "createdTimeFrom is required.");
            return;
        }

        var purged = await engine.Client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        if (purged.PurgedInstanceCount == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await WritePurgedAsync(http, purged);
    }

    public static Task WritePurgedAsync(HttpContext http, PurgeResult purged) =>
        DurableJson.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("instancesDeleted", purged.PurgedInstanceCount);
            json.WriteEndObject();
        });

    private static (PurgeInstancesFilter? Filter, string? Error) Filter(IQueryCollection query)
    {
        if (!TryInstant(query["createdTimeFrom"], out var from) || !TryInstant(query["createdTimeTo"], out var to))
            return (null, "createdTimeFrom and createdTimeTo must be timestamps such as 2025-09-29T17:00:00Z.");

        var names = query["runtimeStatus"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var statuses = new List<OrchestrationRuntimeStatus>();
        foreach (var name in names)
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) || !Enum.IsDefined(status))
                return (null, $"{name} is no status; there are {string.Join(", ", StartOrchestrationOptionsExtensions.ValidDedupeStatuses)}.");
            statuses.Add(status);
        }

        return (new PurgeInstancesFilter(from, to, statuses.Count == 0 ? null : statuses), null);
    }

    private static bool TryInstant(string? text, out DateTimeOffset? instant)
    {
        instant = IsoTime.TryInstant(text, out var read) ? read : null;
        return string.IsNullOrEmpty(text) || instant is not null;
    }

    private static bool Is(string? text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);
}
