using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>
/// Some weeks of a user who travels, changes settings and sends reflections at random moments, with timers that come early,
/// late, twice or never (then a sweeper comes). Only the decisions run; the plan stands for the store.
/// </summary>
internal sealed class ShutdownSimulation
{
    private const int Days = 40;

    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati",
        "Pacific/Pago_Pago", "Asia/Kolkata", "Africa/Casablanca", "Antarctica/Troll", "America/St_Johns",
    ];

    private readonly Random random;
    private readonly DateTimeOffset end;
    private readonly PriorityQueue<(DateTimeOffset Due, bool Again), DateTimeOffset> timers = new();
    private readonly HashSet<LocalDate> reflected = [];
    private readonly Dictionary<LocalDate, DateTimeOffset> reflectedAt = [];
    private readonly List<(DateTimeOffset From, UserSettings Settings)> settings = [];
    private ShutdownPlan? plan;
    private DateTimeOffset now;

    private ShutdownSimulation(Random random)
    {
        this.random = random;

        // Most zones have their transitions in March, April, September, October or November.
        now = new DateTimeOffset(2025, new[] { 3, 9, 10 }[random.Next(3)], 1 + random.Next(20), random.Next(24), random.Next(60), 0, TimeSpan.Zero);
        end = now.AddDays(Days);
    }

    /// <summary>The days that were told, with the planned instants.</summary>
    private Dictionary<LocalDate, DateTimeOffset> Told { get; } = [];

    public static void Run(Random random) => new ShutdownSimulation(random).Run();

    private void Run()
    {
        var current = RandomSettings(new UserSettings());
        settings.Add((now, current));
        Put(ShutdownPlanning.After(current, now));
        var nextEvent = Later();
        while (now < end)
        {
            if (timers.TryPeek(out var timer, out var fires) && fires <= nextEvent)
            {
                timers.Dequeue();
                now = fires > now ? fires : now;
                Wake(timer.Due, timer.Again);
                continue;
            }

            now = nextEvent;
            nextEvent = Later();
            if (random.Next(3) > 0)
                Reflect();
            else
                Change();
        }

        NothingIsLost();
    }

    private void Change()
    {
        var before = settings[^1].Settings;
        var after = RandomSettings(before);
        settings.Add((now, after));
        if (ShutdownPlanning.Differ(before, after))
            Put(ShutdownPlanning.Replan(plan, after, now));
    }

    private void Reflect()
    {
        var today = settings[^1].Settings.ToCalendar().DayOf(now);
        if (reflected.Add(today))
            reflectedAt[today] = now;
    }

    private void Wake(DateTimeOffset due, bool again)
    {
        var current = settings[^1].Settings;
        var step = ShutdownPlanning.Decide(plan, current, reflected.Contains, due, now);
        if (step.Result == ReminderResult.TooEarly)
        {
            timers.Enqueue((due, again), due);
            return;
        }

        if (!step.Settles)
            return;
        var day = DayText.Parse(plan!.Day);
        if (step.Result == ReminderResult.Made && Told.TryAdd(day, due)) // the id of the notification is the day's
        {
            current.ShutdownRemindersEnabled.ShouldBeTrue($"{day} was told though switched off");
            current.WorksOn(day.DayOfWeek).ShouldBeTrue($"{day} is a day off");
            reflected.ShouldNotContain(day);
            now.ShouldBeGreaterThanOrEqualTo(due);
            settings.Any(one => one.Settings.ToCalendar().TimeDuring(day, one.Settings.DailyShutdownTime) == due).ShouldBeTrue($"{due:O} was never the time of {day}");
        }

        Put(step.Next);
    }

    private void Put(PlannedShutdown? next)
    {
        var before = plan;
        plan = next is { } time ? ShutdownPlan.Of("u", time) : null;
        if (plan is null || plan == before)
            return;
        var at = plan.DueAt;
        var fires = random.Next(6) switch
        {
            0 => at.AddMilliseconds(-random.Next(1000)),
            1 => at.AddSeconds(random.Next(30)),
            2 => at.AddMinutes(random.Next(300)), // an outage
            3 => at.AddMinutes(1 + random.Next(5)), // lost: the sweeper
            _ => at,
        };
        timers.Enqueue((at, false), fires > now ? fires : now);
        if (random.Next(3) == 0)
            timers.Enqueue((at, true), fires > now ? fires.AddSeconds(random.Next(5)) : now);
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

    private DateTimeOffset Later() => now.AddMinutes(random.Next(1, 60 * 60));

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
