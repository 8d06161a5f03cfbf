using System.Diagnostics;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>Tells listeners of calls of the store.</summary>
internal static class StoreWatch
{
    private const string ChargeTag = "azure.cosmosdb.operation.request_charge";

    /// <summary>Whether anybody listens; if not, calls take no detour.</summary>
    public static bool Listens => Traces.Source.HasListeners() || Measures.StoreCalls.Enabled;

    /// <summary>Counts a call and puts an activity around it.</summary>
    public static async ValueTask<T> CallAsync<T>(string operation, ContainerDefinition container, Func<ValueTask<T>> call)
    {
        Measures.StoreCalls.Add(1, new("db.operation.name", operation), new("db.collection.name", container.Name));
        using var activity = Traces.Source.HasListeners() ? Start(operation, container.Name) : null;
        try
        {
            return await call();
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            throw;
        }
    }

    /// <summary>Notes what the call under way was charged.</summary>
    public static void Charged(double units)
    {
        Measures.RequestUnits.Add(units);
        if (Traces.Source.HasListeners() && Activity.Current is { } activity && ReferenceEquals(activity.Source, Traces.Source))
            activity.SetTag(ChargeTag, units + (activity.GetTagItem(ChargeTag) as double? ?? 0));
    }

    private static Activity? Start(string operation, string container)
    {
        var activity = Traces.Source.StartActivity($"{operation} {container}", ActivityKind.Client);
        activity?.SetTag("db.operation.name", operation);
        activity?.SetTag("db.collection.name", container);
        return activity;
    }
}
