using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Features.Focus;
using Focusflow.Functions.Features.Privacy;
using Focusflow.Functions.Features.Reminders;
using Focusflow.Functions.Features.Webhooks;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Tests.Costs;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Scale;

/// <summary>What every request asks of the store, by the scenarios of docs/costs.md, of somebody in a world or with a past.</summary>
internal static class RequestPaths
{
    /// <summary>What the boards have to follow when somebody changes the name.</summary>
    public const string AccountChanged = "one user's account";

    /// <summary>What must read, or see to, everything that somebody ever did.</summary>
    public static string[] OfAllTime { get; } = ["RecountInsights", "ExportUser", "DeleteUser", "DeleteAccount"];

    private const int DaysAtOnce = 4;

    /// <summary>What sweeps or sends by the clock, left out where what a wake-up does is measured alone.</summary>
    public static Type[] Sweeps { get; } =
    [
        typeof(WebhookDispatch),
        typeof(SessionSweep),
        typeof(ReminderSweeper),
        typeof(WorkdayReminderSweep),
        typeof(DeletionSweep),
        typeof(EndedOrchestrations),
    ];

    /// <summary>Among the users of a world in a folder.</summary>
    public static async Task<IReadOnlyList<Measured>> OfWorldAsync(string folder)
    {
        List<Measured> lines = [];
        await using (var meter = await CostMeter.StartAsync(folder, World.Written.AddHours(3)))
        {
            await RequestCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);
        }

        // It goes on into the day after.
        await using (var meter = await CostMeter.StartAsync(folder, World.Written.AddDays(1).AddHours(2), Sweeps))
        {
            await WorkdayCosts.MeasureAsync(meter);
            lines.AddRange(meter.Lines);
        }

        return lines;
    }

    /// <summary>Of somebody alone who has lived so many days before.</summary>
    /// <returns>The lines, the size of the past as JSON in bytes, and how many documents it is.</returns>
    public static async Task<(IReadOnlyList<Measured> Lines, double Bytes, int Documents)> OfPastAsync(int days)
    {
        using var folder = new WorldFolder();
        await using var meter = await CostMeter.StartAsync(folder.Path, World.Written.AddHours(3));
        var (store, bytes, documents) = (meter.App.Services.GetRequiredService<IDocumentStore>(), 0.0, 0);
        await RequestCosts.MeasureAsync(meter, async () =>
        {
            var userId = (await meter.PrepareAsync("GET", "/auth/user")).Text("id");
            await meter.RunAsync("RefreshLeaderboard", null); // notes that the weeks of the past are turned
            var before = await World.BytesOfAsync(store, userId);
            documents = await LiveAsync(store, userId, days);
            bytes = await World.BytesOfAsync(store, userId) - before;
            await World.CatchUpAsync(meter);
            await meter.PrepareAsync("PATCH", "/auth/user", new { full_name = "Ann Someone" });
            await meter.RunAsync("RefreshLeaderboard", AccountChanged);
        });
        return (meter.Lines, bytes, documents);
    }

    /// <summary>Lines that ask for something else than those of the same name before.</summary>
    public static IReadOnlyList<(Measured Before, Measured After)> Moved(IReadOnlyList<Measured> before, IReadOnlyList<Measured> after)
    {
        var known = before.ToDictionary(line => line.ToString(), StringComparer.Ordinal);
        return after.Count == before.Count
            ? [.. after.Select(line => (Before: known[line.ToString()], After: line)).Where(pair => pair.Before.Calls != pair.After.Calls)]
            : throw new InvalidOperationException($"{before.Count} lines became {after.Count}.");
    }

    private static async Task<int> LiveAsync(IDocumentStore store, string userId, int days)
    {
        var (count, lived) = (0, Enumerable.Range(1, days).Select(ago => Inhabitant.Monday.PlusDays(1 - ago)).ToList());
        foreach (var some in lived.Chunk(DaysAtOnce))
        {
            await WriteAsync(writes =>
            {
                foreach (var day in some)
                    LivedDay.Active.AddTo(writes, userId, day);
            });
        }

        // Weeks are documents of their own as well; the days of reflections are all in one.
        foreach (var some in lived.Select(IsoWeek.Of).Distinct().Chunk(DaysAtOnce))
        {
            await WriteAsync(writes =>
            {
                foreach (var week in some)
                    writes.Create(ChallengeWeek.Empty(userId, week)).Create(WeekScore.None(userId, week) with { Points = 75 });
            });
        }

        await WriteAsync(writes => writes.Create(lived.Aggregate(ShutdownDays.None(userId), (known, day) => known.With(day, 17 * 60))));
        return count;

        async Task WriteAsync(Action<WriteSet> add)
        {
            var writes = WriteSet.ForUser(userId);
            add(writes);
            count += writes.Count;
            if (!(await writes.CommitAsync(store)).Succeeded)
                throw new InvalidOperationException("The past was there already.");
        }
    }
}
