using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Scale;

/// <summary>The turn of a world's week by the app's own timer and orchestrations.</summary>
/// <param name="Took">How long it took, without what it takes to start the app.</param>
/// <param name="Killed">Whether the app was killed before the end.</param>
/// <param name="Result">A fingerprint of every user's rank and of what they were told.</param>
/// <param name="Wrong">How many users have another rank than that of counting, or were not told of it once.</param>
internal sealed record WeekTurning(TimeSpan Took, bool Killed, string Result, int Wrong)
{
    /// <summary>Turns the week of a world.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="users">How many users it has.</param>
    /// <param name="killAt">Ends the app as kill -9 would when so many users are ranked, and starts it again; null: not at all.</param>
    /// <param name="settings">Where the store is, if not in the folder.</param>
    public static async Task<WeekTurning> RunAsync(string folder, int users, int? killAt, params (string Key, string? Value)[] settings)
    {
        var ranked = new RankedUsers(killAt ?? int.MaxValue);
        await using var app = await FocusflowTestApp.StartAsync(
            options => options.Without(RequestPaths.Sweeps) with
            {
                DataFolder = folder,
                Now = Inhabitant.Week.Closes.AddSeconds(-1),
                Customize = builder => builder.Services.AddSingleton<ICommitObserver>(ranked),
            },
            [.. settings, ("LeaderboardSchedule", "0 0 0 1 1 *")]);
        var began = Stopwatch.GetTimestamp();
        var turning = app.Clock.AdvanceAsync(TimeSpan.FromSeconds(2));
        var killed = killAt is not null && await Task.WhenAny(turning, ranked.Enough) == ranked.Enough;
        if (killed)
        {
            await app.CrashAsync();
            turning = app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1)); // the first never ends: its clock is gone
        }

        await turning;
        var took = Stopwatch.GetElapsedTime(began);
        var (result, wrong) = await CheckAsync(app, users);
        return new WeekTurning(took, killed, result, wrong);
    }

    private static async Task<(string Result, int Wrong)> CheckAsync(LocalApp app, int users)
    {
        var store = app.Services.GetRequiredService<IDocumentStore>();
        var (week, above, wrong) = (Inhabitant.Week, Inhabitant.Above(users), 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var number = 0; number < users; number++)
        {
            var inhabitant = new Inhabitant(number);
            var score = await store.ReadAsync<WeekScore>(inhabitant.UserId, WeekScore.IdOf(week));
            var (told, _) = await store.QueryAsync<NotificationDocument>(
                new DocumentQuery(Containers.UserData, inhabitant.UserId, NotificationDocument.KindName));
            var expected = (Rank: above(inhabitant.Points) + 1, Users: users);
            var message = $"You finished {WeekResult.Ordinal(expected.Rank)} of {users} with {inhabitant.Points} points.";
            if ((score?.FinalRank, score?.RankedUsers) != expected || told is not [{ NotificationKind: NotificationKind.WeekResult } one] || one.Message != message)
                wrong++;
            hash.AppendData(Encoding.UTF8.GetBytes($"{score?.FinalRank} {score?.RankedUsers} {string.Join('|', told.Select(one => $"{one.Id} {one.CreatedAt:O} {one.Message}"))}\n"));
        }

        var histogram = await store.ReadAsync<BoardHistogram>(week.ToString(), BoardHistogram.FixedId);
        hash.AppendData(Encoding.UTF8.GetBytes($"{histogram?.FrozenAt:O} {histogram?.FinalRevision == histogram?.RankRevision}"));
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), wrong);
    }

    /// <summary>Says when so many users have their final rank.</summary>
    private sealed class RankedUsers(int enough) : ICommitObserver
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int count;

        public Task Enough => reached.Task;

        public void Committed(DocumentBatch batch)
        {
            if (batch.Writes.Any(write => write is DocumentWrite.Create create && create.Kind == NotificationDocument.KindName) && Interlocked.Increment(ref count) == enough)
                reached.SetResult();
        }
    }
}
