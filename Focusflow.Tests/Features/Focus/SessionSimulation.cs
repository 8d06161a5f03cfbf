using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Tests.Foundation.Storage;

namespace Focusflow.Tests.Features.Focus;

/// <summary>
/// Users who start sessions, pause, stop or walk away, on a service that dies now and then and whose wake-ups come early,
/// late, twice or never. Time is simulated: one event after the other.
/// </summary>
internal sealed class SessionSimulation : IDurableTimers
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    private readonly Random random;
    private readonly SteppedClock clock;
    private readonly SessionCommands commands;
    private readonly SessionReader reader;
    private readonly SessionSettlement wakingServer;
    private readonly SessionSweeper sweeper;
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> events = new();
    private long order;
    private int usersLeft;

    public SessionSimulation(Random random, IDocumentStore store, SteppedClock clock)
    {
        this.random = random;
        this.clock = clock;
        Store = new CrashingStore(store, clock, () => random.Next(40) == 0);
        var commit = new SessionCommit(Store, [new SessionNotification(clock)]);
        var settlement = new SessionSettlement(clock, commit);
        wakingServer = new SessionSettlement(new SlowClock(clock, TimeSpan.FromMilliseconds(700)), commit);
        commands = new SessionCommands(Store, clock, commit, settlement);
        reader = new SessionReader(Store, settlement);
        sweeper = new SessionSweeper(Store, clock, settlement);
    }

    public CrashingStore Store { get; }

    /// <summary>What users asked for, and when: session, command, instant.</summary>
    public HashSet<(string SessionId, SessionCommand Command, DateTimeOffset At)> Asked { get; } = [];

    public int Dropped { get; private set; }

    public int TooEarly { get; private set; }

    public int SettledByWakeUp { get; private set; }

    public int SettledBySweeper { get; private set; }

    public async Task RunAsync(int users, int sessionsEach)
    {
        usersLeft = users;
        for (var i = 0; i < users; i++)
        {
            var user = $"user-{i}";
            After(TimeSpan.FromSeconds(random.Next(3600)), () => StartAsync(user, sessionsEach));
        }

        After(SweepEvery, SweepAsync);
        while (events.TryDequeue(out var happen, out var when))
        {
            if (when.At > clock.GetUtcNow())
                clock.Pass(when.At - clock.GetUtcNow());
            await happen();
        }
    }

    /// <summary>Accepts a wake-up, and delivers it as badly as wake-ups can be delivered.</summary>
    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
    {
        var wakeUp = (SessionWakeUp)timer;
        Store.MayCrash();
        if (random.Next(10) == 0)
            Dropped++;
        else
            for (var copies = random.Next(6) == 0 ? 3 : 1; copies > 0; copies--)
                At(wakeUp.DueAt + Lateness(), () => WakeAsync(wakeUp));
        Store.MayCrash();
        return Task.CompletedTask;
    }

    private TimeSpan Lateness() => random.Next(4) switch
    {
        0 => TimeSpan.FromMilliseconds(-random.Next(1, 1001)),
        1 => TimeSpan.Zero,
        2 => TimeSpan.FromMilliseconds(random.Next(3000)),
        _ => TimeSpan.FromSeconds(random.Next(30 * 60)),
    };

    private async Task WakeAsync(SessionWakeUp wakeUp)
    {
        try
        {
            var result = (await wakingServer.WakeAsync(wakeUp)).Value;
            SettledByWakeUp += result == WakeUpResult.Settled ? 1 : 0;
            if (result != WakeUpResult.TooEarly)
                return;
            TooEarly++;
            After(TimeSpan.FromSeconds(1), () => WakeAsync(wakeUp));
        }
        catch (SimulatedCrash)
        {
            // Activities run at least once; but now and then a queue message is lost for good.
            if (random.Next(4) != 0)
                After(TimeSpan.FromSeconds(random.Next(600)), () => WakeAsync(wakeUp));
        }
    }

    private async Task SweepAsync()
    {
        Store.Spared = true;
        SettledBySweeper += (await sweeper.SweepAsync()).Settled;
        Store.Spared = false;
        if (usersLeft > 0 || events.Count > 0)
            After(SweepEvery, SweepAsync);
    }

    private async Task StartAsync(string user, int sessionsLeft)
    {
        if (sessionsLeft == 0)
        {
            usersLeft--;
            return;
        }

        try
        {
            var type = random.Next(4) == 0 ? SessionType.Break : SessionType.Focus;
            var started = await commands.StartAsync(user, UserCalendar.Utc, new SessionPlan(random.Next(1, 90), type), this);
            var session = started.Problem is null ? started.Value : await reader.CurrentAsync(user);
            if (session is null)
                After(TimeSpan.FromSeconds(5), () => StartAsync(user, sessionsLeft));
            else
                Live(session, sessionsLeft - 1);
        }
        catch (SimulatedCrash)
        {
            After(TimeSpan.FromSeconds(random.Next(30)), () => StartAsync(user, sessionsLeft));
        }
    }

    private void Live(FocusSession session, int sessionsLeft)
    {
        var within = TimeSpan.FromMilliseconds(random.Next(session.PlannedMinutes * 60_000));
        switch (random.Next(10))
        {
            case 0:
                After(within, () => DoAsync(SessionCommand.Stop, session));
                break;
            case 1:
                After(within, () => DoAsync(SessionCommand.Complete, session));
                break;
            case 2 or 3:
                After(within, () => DoAsync(SessionCommand.Pause, session));
                var pause = random.Next(12) == 0 ? TimeSpan.FromHours(13) : TimeSpan.FromMilliseconds(random.Next(3_600_000));
                After(within + pause, () => DoAsync(SessionCommand.Resume, session));
                break;
        }

        if (random.Next(5) == 0)
            After(session.Planned + TimeSpan.FromSeconds(random.Next(-60, 600)), () => TryAsync(() => reader.GetAsync(session.UserId, session.Id)));
        After(session.Planned, () => WaitForEndAsync(session, sessionsLeft));
    }

    private async Task WaitForEndAsync(FocusSession session, int sessionsLeft)
    {
        // Looks without settling, so that wake-ups and the sweeper have their share.
        var stored = await Store.ReadAsync<FocusSession>(session.UserId, session.Id);
        if (stored is { IsOpen: true })
            After(TimeSpan.FromSeconds(random.Next(60, 1200)), () => WaitForEndAsync(session, sessionsLeft));
        else
            await StartAsync(session.UserId, sessionsLeft);
    }

    private Task DoAsync(SessionCommand command, FocusSession session)
    {
        Asked.Add((session.Id, command, clock.Now()));
        return TryAsync(() => commands.ChangeAsync(session.UserId, session.Id, command, this));
    }

    private static async Task TryAsync(Func<Task<Outcome<FocusSession>>> use)
    {
        try
        {
            await use();
        }
        catch (SimulatedCrash)
        {
            // The client saw an error and does not try again.
        }
    }

    private void After(TimeSpan time, Func<Task> happen) => At(clock.GetUtcNow() + time, happen);

    private void At(DateTimeOffset time, Func<Task> happen) => events.Enqueue(happen, (time, order++));
}
