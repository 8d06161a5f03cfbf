using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Features.Notifications;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Notifications;

public sealed class StreamListenerTests
{
    [Fact]
    public async Task What_is_raised_while_a_stream_is_busy_is_taken_at_once_later()
    {
        using var listener = new StreamListeners(new StreamLimits()).Open("ann").Value;
        for (var i = 0; i < 1000; i++)
            listener.Raise(StreamSignal.News);
        listener.Raise(StreamSignal.End);

        listener.Ends.ShouldBeTrue();
        (await listener.TakeAsync(CancellationToken.None)).ShouldBe(StreamSignal.News | StreamSignal.End);
        await Should.ThrowAsync<OperationCanceledException>(async () => await listener.TakeAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_signal_from_any_thread_at_any_time_is_never_missed()
    {
        using var listener = new StreamListeners(new StreamLimits()).Open("ann").Value;
        var raised = 0;
        var seen = 0;
        var raising = Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                Interlocked.Increment(ref raised);
                listener.Raise(StreamSignal.News);
            }
        });

        while (seen < 100_000)
        {
            await listener.TakeAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            seen = Volatile.Read(ref raised);
        }

        await raising;
    }

    [Fact]
    public async Task Only_the_streams_of_those_who_have_news_are_woken()
    {
        var listeners = new StreamListeners(new StreamLimits());
        using var ann = listeners.Open("ann").Value;
        using var bob = listeners.Open("bob").Value;

        listeners.Changed([Stored("task", "t", "ann"), Stored("notification", "n", "bob"), Stored("notification", "n", "carl")]);

        (await bob.TakeAsync(CancellationToken.None)).ShouldBe(StreamSignal.News);
        ann.Raise(StreamSignal.Heartbeat);
        (await ann.TakeAsync(CancellationToken.None)).ShouldBe(StreamSignal.Heartbeat);
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var listeners = new StreamListeners(new StreamLimits { PerUser = 1 });
        var first = listeners.Open("ann").Value;
        listeners.Open("ann").Problem.ShouldNotBeNull();
        first.Dispose();
        first.Dispose();

        using var second = listeners.Open("ann").Value;
        listeners.Count.ShouldBe(1);
    }

    [Fact]
    public void Many_accounts_of_one_address_do_not_hold_every_place()
    {
        var listeners = new StreamListeners(new StreamLimits());
        var crowd = Enumerable.Range(0, 200).Select(i => listeners.Open($"crowd {i / 5}", "one address").Value).ToList();
        listeners.Open("crowd 40", "one address").Problem!.Kind.ShouldBe(ProblemKind.Unavailable);

        var others = Enumerable.Range(0, 150).Select(i => listeners.Open($"other {i}", $"address {i % 10}")).ToList();

        others.ShouldAllBe(other => other.Problem == null);
        others.ShouldAllBe(other => !other.Value.Ends);
        crowd.Count(stream => stream.Ends).ShouldBe(150);
        crowd[0].Ends.ShouldBeTrue("the oldest goes first");
        listeners.Count.ShouldBe(200);

        // Those that were ended close in their own time, and nobody's place is given back twice.
        foreach (var stream in crowd.Concat(others.Select(other => other.Value)))
            stream.Dispose();
        listeners.Count.ShouldBe(0);
    }

    [Fact]
    public void A_full_process_is_shared_evenly_whoever_came_first() => Seeded.Runs(1, random =>
    {
        var listeners = new StreamListeners(new StreamLimits { PerUser = 1000, PerProcess = 60 });
        Dictionary<string, List<StreamListener>> open = [];
        for (var i = 0; i < 3000; i++)
        {
            // The first wants far more than the others.
            var source = random.Next(3) > 0 ? "greedy" : $"modest {random.Next(5)}";
            if (listeners.Open(source, source) is { Problem: null, Value: var stream })
                open.TryAdd(source, []);
            else
                continue;
            open[source].Add(stream);
        }

        listeners.Count.ShouldBe(60);
        open.Values.ShouldAllBe(streams => streams.Count(stream => !stream.Ends) >= 9);
    });

    [Theory]
    [InlineData("Seconds", "226")]
    [InlineData("Seconds", "0")]
    [InlineData("PerUser", "0")]
    [InlineData("PerProcess", "-1")]
    public void Settings_out_of_range_are_refused_at_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"Focusflow:Streams:{name}", value)])
            .Build();

        Should.Throw<InvalidOperationException>(() => NotificationServices.ReadLimits(settings)).Message.ShouldContain(name);
    }

    private static StoredDocument Stored(string kind, string id, string user) => new(id, user, kind, "1", ReadOnlyMemory<byte>.Empty);
}
