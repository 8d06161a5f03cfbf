using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Focusflow.Core.Foundation.Telemetry;
using Shouldly;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>Listens to the app's activities and measures, as an exporter would.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener activities;
    private readonly MeterListener measures = new();
    private readonly SemaphoreSlim requests = new(0);

    public Listening()
    {
        activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Ended,
        };
        ActivitySource.AddActivityListener(activities);
        measures.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Measures.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        measures.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        measures.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        measures.Start();
    }

    public ConcurrentQueue<Activity> Activities { get; } = new();

    public ConcurrentQueue<(string Name, double Value, string Tags)> Values { get; } = new();

    /// <summary>Waits for the ends of requests: a client has its answer a moment before.</summary>
    public async Task RequestsAsync(int count)
    {
        for (; count > 0; count--)
            (await requests.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue("a request did not end");
    }

    public IEnumerable<(string Name, double Value, string Tags)> Of(Instrument instrument) => Values.Where(value => value.Name == instrument.Name);

    public void Dispose()
    {
        activities.Dispose();
        measures.Dispose();
    }

    private void Ended(Activity activity)
    {
        Activities.Enqueue(activity);
        if (activity.Kind == ActivityKind.Server)
            requests.Release();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Values.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))));
}
