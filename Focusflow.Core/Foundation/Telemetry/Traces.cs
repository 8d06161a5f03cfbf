using System.Diagnostics;

namespace Focusflow.Core.Foundation.Telemetry;

/// <summary>
/// The activities (spans) of the app. They cost nothing while nobody listens: ask <c>Source.HasListeners()</c> before
/// preparing anything for one. docs/observability.md lists them.
/// </summary>
public static class Traces
{
    /// <summary>What a listener subscribes to.</summary>
    public const string SourceName = "Focusflow";

    /// <summary>Starts activities.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Marks an activity as failed by the exception's type; messages may hold what no trace should.</summary>
    public static void Fail(this Activity activity, Exception error)
    {
        activity.SetStatus(ActivityStatusCode.Error);
        activity.SetTag("error.type", error.GetType().FullName);
    }
}
