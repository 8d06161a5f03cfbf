using System.Diagnostics.Metrics;

namespace Focusflow.Core.Foundation.Telemetry;

/// <summary>
/// What the app measures. Recording costs nothing while nobody listens; whoever has to prepare something for it asks
/// <c>Enabled</c> first. docs/observability.md lists the instruments.
/// </summary>
public static class Measures
{
    /// <summary>What a listener subscribes to.</summary>
    public const string MeterName = "Focusflow";

    private static readonly Meter Meter = new(MeterName);

    private static readonly InstrumentAdvice<double> RequestSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<double> LateSeconds = new()
    {
        HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    /// <summary>Seconds from the start of a request to the end of its answer, as OpenTelemetry's conventions name it.</summary>
    public static Histogram<double> RequestDuration { get; } =
        Meter.CreateHistogram("http.server.request.duration", "s", "Duration of HTTP requests.", advice: RequestSeconds);

    /// <summary>Calls of the store, by operation and container.</summary>
    public static Counter<long> StoreCalls { get; } =
        Meter.CreateCounter<long>("focusflow.store.calls", "{call}", "Calls of the document store.");

    /// <summary>Request units that the store charged.</summary>
    public static Counter<double> RequestUnits { get; } =
        Meter.CreateCounter<double>("focusflow.store.request_units", "{RU}", "Request units charged by Cosmos DB.");

    /// <summary>Seconds between the instant a wake-up was planned for and the one at which it was acted on.</summary>
    public static Histogram<double> TimerLateness { get; } =
        Meter.CreateHistogram("focusflow.timer.lateness", "s", "How late timers were acted on.", advice: LateSeconds);

    /// <summary>Notifications that were committed, by kind.</summary>
    public static Counter<long> Notifications { get; } =
        Meter.CreateCounter<long>("focusflow.notifications", "{notification}", "Notifications made.");

    /// <summary>Attempts to deliver to a webhook, by outcome.</summary>
    public static Counter<long> WebhookAttempts { get; } =
        Meter.CreateCounter<long>("focusflow.webhook.attempts", "{attempt}", "Attempts to deliver to webhooks.");

    /// <summary>Mails that were attempted, by kind and outcome.</summary>
    public static Counter<long> Mails { get; } =
        Meter.CreateCounter<long>("focusflow.mails", "{mail}", "Attempts to send mail.");

    /// <summary>Pushes that were attempted, by kind and outcome.</summary>
    public static Counter<long> Pushes { get; } =
        Meter.CreateCounter<long>("focusflow.pushes", "{push}", "Attempts to push notifications to browsers.");

    /// <summary>Streams of notifications that are open.</summary>
    public static UpDownCounter<long> OpenStreams { get; } =
        Meter.CreateUpDownCounter<long>("focusflow.streams.open", "{stream}", "Open streams of notifications.");

    /// <summary>Documents that a follower or sweeper could not work on and passed over, by work and kind.</summary>
    public static Counter<long> SetAside { get; } =
        Meter.CreateCounter<long>("focusflow.documents.set_aside", "{document}", "Documents passed over because they are malformed.");

    /// <summary>Records how late a timer was acted on.</summary>
    /// <param name="timer">What woke up, such as <c>focus_session</c>.</param>
    /// <param name="due">The planned instant.</param>
    /// <param name="now">The instant at which it was acted on.</param>
    public static void Late(string timer, DateTimeOffset due, DateTimeOffset now)
    {
        if (TimerLateness.Enabled)
            TimerLateness.Record((now - due).TotalSeconds, new KeyValuePair<string, object?>("focusflow.timer", timer));
    }
}
