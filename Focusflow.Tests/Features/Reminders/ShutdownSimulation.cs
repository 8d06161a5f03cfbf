using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Foundation.Storage;
using NodaTime;
using Shouldly;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>
/// Some weeks of a user who travels, changes settings and sends reflections at random moments, on a store that fails and loses
/// answers, with timers that come early, late, twice or never (then a sweeper comes). Whoever is told of a failure tries again later.
/// </summary>
internal sealed class ShutdownSimulation : IDurableTimers
{
    private const string UserId = "01990000-0000-7000-8000-000000000001";
    private const int Days = 40;

    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati",
        "Pacific/Pago_Pago", "Asia/Kolkata", "Africa/Casablanca", "Antarctica/Troll", "America/St_Johns",
    ];

    private readonly Random random;
    private readonly SteppedClock clock = new();
    private readonly DateTimeOffset end;
    private readonly MemoryStore stored = new();
    private readonly StoreFaults faults;
    private readonly AccountEditor editor;
    private readonly ReflectionCommands reflections;
    private readonly ShutdownReminders reminders;
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> timers = new();
    private readonly Dictionary<LocalDate, DateTimeOffset> reflectedAt = [];
    private readonly List<(DateTimeOffset From, UserSettings Settings)> settings = [];

    private ShutdownSimulation(Random random)
    {
        this.random = random;

        // Most zones have their transitions in March, April, September, October or November.
        var start = new DateTimeOffset(2025, new[] { 3, 9, 10 }[random.Next(3)], 1 + random.Next(20), random.Next(24), random.Next(60), 0, TimeSpan.Zero);
        clock.Pass(start - clock.Now());
        end = start.AddDays(Days);
        faults = new StoreFaults { Random = random };
        var store = new UnreliableStore(stored, faults);
        editor = new AccountEditor(store, clock, new IdentityClaims(store, clock), new Core.Features.Pictures.PictureShelf(new Core.Foundation.Blobs.NoBlobs(), Microsoft.Extensions.Logging.Abstractions.NullLogger<Core.Features.Pictures.PictureShelf>.Instance), [new ReminderPlans(store, clock)]);
        reflections = new ReflectionCommands(store, clock, []);
        reminders = new ShutdownReminders(store, clock);
    }

    /// <summary>How often the store failed somebody.</summary>
    public int Failures { get; private set; }

    private DateTimeOffset Now => clock.Now();

    /// <summary>The days that were told, with the planned instants.</summary>
    private Dictionary<LocalDate, DateTimeOffset> Told { get; } = [];

    public static async Task<ShutdownSimulation> RunAsync(Random random)
    {
        var simulation = new ShutdownSimulation(random);
        await simulation.RunAsync();
        return simulation;
    }

    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
    {
        var at = ((ShutdownTimer)timer).Due;
        var fires = random.Next(6) switch
        {
            0 => at.AddMilliseconds(-random.Next(1000)),
            1 => at.AddSeconds(random.Next(30)),
            2 => at.AddMinutes(random.Next(240)), // an outage
            3 => at.AddMinutes(1 + random.Next(5)), // lost: the sweeper
            _ => at,
        };
        timers.Enqueue(at, fires > Now ? fires : Now);
        if (random.Next(3) == 0)
            timers.Enqueue(at, fires > Now ? fires.AddSeconds(random.Next(5)) : Now);
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        await RegisterAsync();
        var nextEvent = Later();
        while (Now < end)
        {
            if (timers.TryPeek(out var due, out var fires) && fires <= nextEvent)
            {
                timers.Dequeue();
                MoveTo(fires);
                await WakeAsync(due);
                continue;
            }

            MoveTo(nextEvent);
            nextEvent = Later();
            if (random.Next(3) > 0)
                await ReflectAsync();
            else
                await ChangeAsync();
        }

        NothingIsLost();
    }

    private async Task RegisterAsync()
    {
        var account = new Account
        {
            Id = Account.DocumentId,
            UserId = UserId,
            Username = "ann",
            Email = "ann@example.com",
            AvatarUrl = "/avatars/1.png",
            CreatedAt = Now,
            Settings = RandomSettings(new UserSettings()),
        };
        var writes = WriteSet.ForUser(UserId).Create(account);
        await new ReminderPlans(stored, clock).AddWritesAsync(null, account, writes, this, CancellationToken.None);
        (await writes.CommitAsync(stored)).Succeeded.ShouldBeTrue();
        settings.Add((Now, account.Settings));
    }

    private async Task ChangeAsync()
    {
        var wanted = RandomSettings(settings[^1].Settings);
        while (!await TryAsync(() => editor.ChangeAsync(UserId, ExpectedVersion.Any, account => account with { Settings = wanted }, this)))
        {
            // The user sends it again.
        }

        var account = (await stored.ReadAsync<Account>(UserId, Account.DocumentId))!;
        account.Settings.Timezone.ShouldBe(wanted.Timezone);
        settings.Add((Now, account.Settings));
    }

    private async Task ReflectAsync()
    {
        var calendar = settings[^1].Settings.ToCalendar();
        var fields = new ReflectionFields("good", null, [], null, Day: null);
        while (!await TryAsync(() => reflections.SendAsync(UserId, calendar, fields)))
        {
            // The user sends it again.
        }

        reflectedAt.TryAdd(calendar.DayOf(Now), Now);
    }

    private async Task WakeAsync(DateTimeOffset due)
    {
        var current = settings[^1].Settings;
        var result = ReminderResult.NotWanted;
        if (!await TryAsync(async () => Remember(await reminders.DeliverAsync(UserId, due, this))))
            timers.Enqueue(due, Now.AddSeconds(random.Next(1, 300)));
        else if (result == ReminderResult.TooEarly)
            timers.Enqueue(due, due);

        // One that failed may have told all the same.
        foreach (var notification in stored.All(NotificationDocument.KindName).Select(document => document.As<NotificationDocument>()))
        {
            var day = DayText.Parse(notification.Data["date"]!.GetValue<string>());
            if (!Told.TryAdd(day, notification.CreatedAt))
                continue;
            notification.CreatedAt.ShouldBe(due);
            current.ShutdownRemindersEnabled.ShouldBeTrue($"{day} was told though switched off");
            current.WorksOn(day.DayOfWeek).ShouldBeTrue($"{day} is a day off");
            reflectedAt.ShouldNotContainKey(day);
            Now.ShouldBeGreaterThanOrEqualTo(due);
            settings.Any(one => one.Settings.ToCalendar().TimeDuring(day, one.Settings.DailyShutdownTime) == due).ShouldBeTrue($"{due:O} was never the time of {day}");
        }

        Outcome<ReminderResult> Remember(Outcome<ReminderResult> outcome)
        {
            result = outcome.Succeeded(out var what, out _) ? what : result;
            return outcome;
        }
    }

    /// <summary>Whether it is known to be done.</summary>
    private async Task<bool> TryAsync<T>(Func<Task<Outcome<T>>> act)
    {
        try
        {
            if ((await act()).Problem is null)
                return true;
        }
        catch (Exception error) when (error is StoreUnavailableException or OutcomeUnknownException)
        {
            // The answer is 503, or the activity fails.
        }

        Failures++;
        return false;
    }

    private void MoveTo(DateTimeOffset time)
    {
        if (time > Now)
            clock.Pass(time - Now);
    }

    /// <summary>Every day of work that was lived under the same settings from its start until a late timer has come was told.</summary>
    private void NothingIsLost()
    {
        for (var i = 0; i < settings.Count; i++)
        {
            var (from, one) = settings[i];
            var until = i + 1 < settings.Count ? settings[i + 1].From : end;
            var calendar = one.ToCalendar();
            for (var day = calendar.DayOf(from).PlusDays(1); calendar.BoundsOf(day).End + ShutdownPlanning.Latest <= until; day = day.PlusDays(1))
            {
                var due = calendar.TimeDuring(day, one.DailyShutdownTime);
                var wanted = one.ShutdownRemindersEnabled && one.WorksOn(day.DayOfWeek) && calendar.BoundsOf(day).Start < calendar.BoundsOf(day).End;
                var closed = reflectedAt.TryGetValue(day, out var at) && at <= due + ShutdownPlanning.Latest;
                if (wanted && !closed)
                    Told.Keys.ShouldContain(day, $"{one.Timezone} {one.DailyShutdownTime} from {one.DayStartsAt}, due {due:O}, settings since {from:O}");
            }
        }
    }

    private DateTimeOffset Later() => Now.AddMinutes(random.Next(1, 60 * 60));

    private UserSettings RandomSettings(UserSettings before)
    {
        var after = before with { FocusGoal = 1 + random.Next(1440) };
        if (random.Next(3) == 0)
            after = after with { Timezone = Zones[random.Next(Zones.Length)] };
        if (random.Next(3) == 0)
            after = after with { DailyShutdownTime = new LocalTime(random.Next(24), random.Next(60)) };
        if (random.Next(4) == 0)
            after = after with { DayStartsAt = new LocalTime(random.Next(7), random.Next(2) * 30) };
        if (random.Next(4) == 0)
            after = after with { WorkDays = [.. UserSettings.Weekdays.Where(_ => random.Next(3) > 0)] };
        return after with { ShutdownRemindersEnabled = random.Next(5) > 0 };
    }
}
