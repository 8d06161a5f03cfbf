using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionSimulationTests
{
    [Fact]
    public Task Ten_thousand_sessions_end_once_and_at_their_planned_end_whatever_becomes_of_wake_ups() => Seeded.RunsAsync(1, async random =>
    {
        var store = new MemoryStore();
        var simulation = new SessionSimulation(random, store, new SteppedClock());

        await simulation.RunAsync(users: 400, sessionsEach: 25);

        simulation.Store.History.Count.ShouldBeGreaterThanOrEqualTo(10_000);
        foreach (var versions in simulation.Store.History.Values)
            Check(simulation, versions);
        (await OpenMarkersAsync(store)).ShouldBeEmpty();
        Notified(simulation).Order(StringComparer.Ordinal).SequenceEqual(Completed(simulation).Order(StringComparer.Ordinal)).ShouldBeTrue();

        // Otherwise it would have shown nothing.
        simulation.Store.Crashes.ShouldBeGreaterThan(500);
        simulation.Store.Losses.ShouldBeGreaterThan(250);
        simulation.Dropped.ShouldBeGreaterThan(500);
        simulation.TooEarly.ShouldBeGreaterThan(500);
        simulation.SettledByWakeUp.ShouldBeGreaterThan(2000);
        simulation.SettledBySweeper.ShouldBeGreaterThan(500);
    });

    private static void Check(SessionSimulation simulation, List<(FocusSession Session, DateTimeOffset CommittedAt)> versions)
    {
        var (ended, endedAt) = versions[^1];
        ended.IsOpen.ShouldBeFalse("A session was lost.");
        versions.SkipLast(1).All(version => version.Session.IsOpen).ShouldBeTrue("A session was changed after its end.");

        var before = versions[^2].Session;
        var byTime = before.DueAt!.Value;
        var command = ended.Status == SessionStatus.Completed ? SessionCommand.Complete : SessionCommand.Stop;
        if (simulation.Asked.Contains((ended.Id, command, ended.EndedAt!.Value)) && ended.EndedAt < byTime)
            return;

        endedAt.ShouldBeInRange(byTime, byTime + TimeSpan.FromMinutes(5) + DocumentStoreExtensions.TimersMayBeLate);
        if (before.Status == SessionStatus.Active)
        {
            ended.Status.ShouldBe(SessionStatus.Completed);
            ended.EndedAt.ShouldBe(before.PlannedEnd);
            ended.Recorded.ShouldBe(ended.Planned);
        }
        else
        {
            ended.Status.ShouldBe(SessionStatus.Stopped);
            ended.EndedAt.ShouldBe(before.PausedAt);
        }
    }

    private static IEnumerable<string> Completed(SessionSimulation simulation) => simulation.Store.History.Values
        .Select(versions => versions[^1].Session)
        .Where(session => session is { Status: SessionStatus.Completed, SessionType: SessionType.Focus })
        .Select(session => session.Id);

    private static IEnumerable<string> Notified(SessionSimulation simulation) =>
        simulation.Store.Notifications.Select(notification => notification.Data["session_id"]!.GetValue<string>());

    private static async Task<IReadOnlyList<StoredDocument>> OpenMarkersAsync(MemoryStore store) =>
        (await store.QueryAsync(new DocumentQuery(Containers.UserData, null, OpenSession.KindName) { Sort = new DocumentSort("dueAt") })).Documents;
}
